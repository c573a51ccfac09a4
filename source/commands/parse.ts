import {ClutchError} from '../core/error.js';
import {nearest} from '../core/nearest.js';
import type {CommandOption, CommandRow, ParsedArguments} from './command.js';

const help: CommandOption = {flag: 'help', short: 'h', summary: 'this help'};

/** The options of a row, `--help` included. */
export function optionsOf(row: CommandRow): readonly CommandOption[] {
	return [...row.options, help];
}

/**
Reads the arguments after the verb. Options may stand anywhere before `--`, as `--flag value`, `--flag=value`, `-f value` or `-fvalue`; in a `passThrough` row only before the first word, and everything from that word on is words, `--` included. Behind `--` stands what belongs to a child, in a row that says so, else further words.
*/
export function parseArguments(row: CommandRow, argv: readonly string[]): ParsedArguments {
	const parsed = readArguments(row, argv);
	const [first] = parsed.words;
	if (row.words === '' && first !== undefined && parsed.flags.help !== true) {
		throw usage(`${row.name} takes no word, but got "${first}".`, `See ${row.name} --help.`);
	}

	return parsed;
}

function readArguments(row: CommandRow, argv: readonly string[]): ParsedArguments {
	const words: string[] = [];
	const flags: Record<string, string | true> = {};
	const lists: Record<string, readonly string[]> = {};
	let index = 0;
	while (index < argv.length) {
		const argument = argv[index] ?? '';
		if (argument === '--') {
			const rest = argv.slice(index + 1);
			if (row.passThrough === true) {
				return {words: rest, flags, lists, rest: []};
			}

			return row.words.includes('--') ? {words, flags, lists, rest} : {words: [...words, ...rest], flags, lists, rest: []};
		}

		if (!argument.startsWith('-') || argument === '-') {
			if (row.passThrough === true) {
				return {words: argv.slice(index), flags, lists, rest: []};
			}

			words.push(argument);
			index++;
			continue;
		}

		const {option, inline} = readOption(row, argument);
		if (option.value === undefined) {
			if (inline !== undefined) {
				throw usage(`"--${option.flag}" takes no value, but got "${inline}".`, `See ${row.name} --help.`);
			}

			flags[option.flag] = true;
			index++;
			continue;
		}

		const value = inline ?? argv[index + 1];
		// A value that looks like an option is more often a forgotten value; `--prompt=-x` says it on purpose.
		if (value === undefined || (inline === undefined && value.startsWith('-') && value !== '-')) {
			throw usage(`"${argument}" needs a value (${option.value}).`, `Write it as --${option.flag} ${option.value}, or --${option.flag}=${option.value} where it begins with a dash.`);
		}

		if (option.repeatable === true) {
			lists[option.flag] = [...lists[option.flag] ?? [], value];
		} else {
			flags[option.flag] = value;
		}

		index += inline === undefined ? 2 : 1;
	}

	return {words, flags, lists, rest: []};
}

function readOption(row: CommandRow, argument: string): {readonly option: CommandOption; readonly inline: string | undefined} {
	const options = optionsOf(row);
	if (argument.startsWith('--')) {
		const equals = argument.indexOf('=');
		const flag = argument.slice(2, equals === -1 ? undefined : equals);
		const option = options.find(candidate => candidate.flag === flag);
		if (option === undefined) {
			throw unknownOption(`--${flag}`, options);
		}

		return {option, inline: equals === -1 ? undefined : argument.slice(equals + 1)};
	}

	const option = options.find(candidate => candidate.short === argument[1]);
	if (option === undefined || (option.value === undefined && argument.length > 2)) {
		throw unknownOption(argument, options);
	}

	return {option, inline: argument.length > 2 ? argument.slice(2) : undefined};
}

function unknownOption(typed: string, options: readonly CommandOption[]): ClutchError {
	const near = nearest(typed.replace(/^-+/, ''), options.map(option => option.flag));
	return usage(`There is no option "${typed}" here.`, near === undefined ? `Its options: ${options.map(option => `--${option.flag}`).join(' ')}.` : `Did you mean --${near}?`);
}

function usage(problem: string, next: string): ClutchError {
	return new ClutchError('ERR_CLUTCH_USAGE', {problem, next});
}
