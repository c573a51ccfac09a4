import {nearest} from '../nearest.js';
import type {ConfigProblem, ConfigWarning} from './config.js';
import {pathText} from './layers.js';
import type {SchemaIssue} from './schema.js';
import {isSecretPath} from './secrets.js';

/** The problem as one sentence, with file, line, column and key. */
export function problemText(problem: ConfigProblem): string {
	const key = problem.key === '' ? '' : ` key ${problem.key}:`;
	return `${problem.file}:${problem.line}:${problem.column}:${key} wanted ${problem.wanted}, got ${problem.got}`;
}

/** What is in force instead, as a sentence. */
export function inForceText(problem: ConfigProblem): string {
	return problem.inForce === 'last-good' ? 'The last good configuration stays in force.' : 'The shipped defaults are in force until it is mended.';
}

/** That nothing of what the file says now is in force, and what is instead, in sentences. */
export type ConfigTrouble = {readonly text: string; readonly next: string};

export function configTroubleOf(problem: ConfigProblem): ConfigTrouble {
	return {text: `${problemText(problem)}.`, next: inForceText(problem)};
}

/** A warning as one line: where, and what. */
export function warningText(warning: ConfigWarning): string {
	const place = [warning.file, warning.line].filter(part => part !== undefined).join(':');
	return place === '' ? warning.text : `${place}: ${warning.text}`;
}

/** Whether something that was meant is not in force because of it, or it is only worth a word. */
export function isMistake(issue: SchemaIssue): boolean {
	return issue.type === 'wrong' || issue.ours;
}

export function wantedText(issue: SchemaIssue): string {
	if (issue.type === 'wrong') {
		return issue.wanted;
	}

	const near = nearest(issue.path.at(-1) ?? '', issue.known);
	return near === undefined ? `a key that is known here (${issue.known.join(', ')})` : `a key that is known here, such as ${near}`;
}

export function gotText(issue: SchemaIssue, value: unknown): string {
	if (issue.type === 'unknown-key' || issue.isKey === true) {
		return `"${issue.path.at(-1) ?? ''}"`;
	}

	if (value === undefined) {
		return 'nothing';
	}

	if (Array.isArray(value)) {
		return value.length === 0 ? 'an empty list' : 'a list';
	}

	if (typeof value === 'object' && value !== null) {
		const keys = Object.keys(value);
		return keys.length === 0 ? 'an empty object' : (keys.length > 3 ? 'an object' : `an object with ${keys.join(' and ')}`);
	}

	if (isSecretPath(issue.path)) {
		return `a ${typeof value} (not shown)`;
	}

	const text = JSON.stringify(value);
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** What is said about an unknown key that stops nothing. */
export function unknownKeyText(issue: SchemaIssue): string {
	const near = issue.type === 'unknown-key' ? nearest(issue.path.at(-1) ?? '', issue.known) : undefined;
	return `unknown key ${pathText(issue.path)}${near === undefined ? '' : `; did you mean ${near}?`}`;
}
