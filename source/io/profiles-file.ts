import {readFileSync} from 'node:fs';
import type {ConfigWarning} from '../core/config/config.js';
import {pathText} from '../core/config/layers.js';
import {gotText, wantedText} from '../core/config/problem.js';
import {readProfiles, type ReadProfiles} from '../core/profile/read.js';
import {readJsonc} from './jsonc.js';

/** The profiles of a file as the original keeps them. None of its mistakes stops anything: each is a warning with its line. */
export function readProfilesFile(file: string): {readonly profiles: ReadProfiles['profiles']; readonly warnings: readonly ConfigWarning[]} {
	let text: string;
	try {
		text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
	} catch (error) {
		return {profiles: {}, warnings: (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : [{file, line: undefined, key: '', text: `it cannot be read: ${(error as Error).message}`}]};
	}

	if (text.trim() === '') {
		return {profiles: {}, warnings: []};
	}

	const read = readJsonc(text);
	if (read.type === 'broken') {
		return {profiles: {}, warnings: [{file, line: read.place.line, key: read.key, text: `wanted ${read.wanted}, got ${read.got}; no profile of this file is in force`}]};
	}

	const {profiles, issues} = readProfiles(read.value);
	return {
		profiles,
		warnings: issues.map(issue => {
			const key = pathText(issue.path);
			const place = key === '' ? '' : `${key}: `;
			return {file, line: read.placeOf(issue).line, key, text: `${place}wanted ${wantedText(issue)}, got ${gotText(issue, read.at(issue.path))}; it is left out`};
		}),
	};
}
