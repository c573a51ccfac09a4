import path from 'node:path';
import {configTemplate, dotenvTemplate} from '../core/config/template.js';
import {programRoot} from '../io/paths.js';
import {createPrivateFile} from '../io/private-file.js';
import type {CommandContext, ParsedArguments} from './command.js';

/** `clutch init`: a commented config file and a `.env`, for this user's eyes only, never over what is there. */
export async function run(parsed: ParsedArguments, {paths, stdout}: CommandContext): Promise<number> {
	const schema = path.join(programRoot(), 'profiles', 'config.schema.json');
	const files = [
		{file: paths.config, written: createPrivateFile(paths.config, configTemplate(schema))},
		{file: paths.env, written: createPrivateFile(paths.env, dotenvTemplate())},
	];
	if (parsed.flags.json === true) {
		stdout.write(`${JSON.stringify({files})}\n`);
		return 0;
	}

	for (const {file, written} of files) {
		stdout.write(written ? `wrote  ${file}\n` : `kept   ${file} (it was there already)\n`);
	}

	stdout.write('next   clutch keys add OPENROUTER_API_KEY, or log in with the agent itself; then xx cip\n');
	return 0;
}
