/** Writes the pages and files that are made from tables: `npm run docs`. `test/documentation.ts` says when one of them has fallen behind. */
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {root} from './program.js';
import {writtenFiles} from './written.js';

for (const [name, content] of Object.entries(writtenFiles())) {
	writeFileSync(path.join(root, name), content);
}
