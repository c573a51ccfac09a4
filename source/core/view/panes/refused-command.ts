import type {ScreenChoice} from '../box/screen-choice.js';
import type {StartProblem} from '../box/start-problem.js';
import {fitSpans, keyed, span, wrapText, type Line} from '../text/spans.js';

/** What one can do about a command that could not be begun. */
export type CommandChoice =
	| {readonly text: string; readonly action: 'again' | 'correct' | 'not-now'}
	| {readonly text: string; readonly action: 'shell'; readonly folder: string | undefined}
	/** The same in that folder. */
	| {readonly text: string; readonly action: 'there'; readonly folder: string}
	/** Makes room, then tries again. */
	| RoomChoice;

/** What a code that finds no room is offered, too. */
export type RoomChoice = Extract<ScreenChoice, {action: 'end' | 'free'}>;

/** Why it was not begun, and what its digits do. `folder`: where it was to be, if its user said that. */
export type RefusedCommand = {readonly sentence: string; readonly choices: readonly CommandChoice[]; readonly folder?: string | undefined};

/** What was found where the command should be. */
export type FoundInstead =
	| {readonly status: 'missing'}
	| {readonly status: 'not-executable' | 'folder'; readonly path: string};

const tryAgain: CommandChoice = {text: 'try again', action: 'again'};
const correct: CommandChoice = {text: 'correct the line', action: 'correct'};
const notNow: CommandChoice = {text: 'not now', action: 'not-now'};

export function refusedCommand(command: string, found: FoundInstead): RefusedCommand {
	switch (found.status) {
		case 'missing': {
			const where = command.includes('/') ? 'There is no file' : 'There is no command';
			return {sentence: `${where} "${command}"${command.includes('/') ? '.' : ' on the PATH.'}`, choices: [correct, {text: 'open a shell instead', action: 'shell', folder: undefined}, notNow]};
		}

		case 'not-executable': {
			return {sentence: `${found.path} may not be run: chmod +x makes it a program.`, choices: [tryAgain, correct, notNow]};
		}

		case 'folder': {
			return {sentence: `${found.path} is a folder, not a program.`, choices: [{text: 'open a shell there', action: 'shell', folder: found.path}, correct, notNow]};
		}
	}
}

/** It could have been begun, but for want of room or the like. */
export function notStarted({sentence, choices}: StartProblem): RefusedCommand {
	const room = choices.filter((choice): choice is RoomChoice => choice.action === 'end' || choice.action === 'free');
	return {sentence, choices: [...room, tryAgain, notNow]};
}

/** `home` is left out where it is not there either. */
export function goneFolder(folder: string, home: string | undefined): RefusedCommand {
	return {sentence: `The folder ${folder} is gone.`, choices: [...home === undefined ? [] : [{text: 'start in your home folder', action: 'there' as const, folder: home}], tryAgain, notNow]};
}

/** Under the line that was typed. */
export function refusedLines({sentence, choices}: RefusedCommand, cols: number): readonly Line[] {
	return [
		...wrapText(sentence, cols).map(text => [span(text, 'bad')]),
		...choices.map(({text}, index) => keyed(String(index + 1), fitSpans([span(`${index + 1} `, 'accent'), span(text)], cols))),
	];
}
