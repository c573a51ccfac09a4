import type {Session} from '../../session/session.js';
import type {Key} from '../keys/keys.js';
import {stay, type Navigation, type NavigationFacts, type ProgramBeside, type Step} from '../navigation/navigation.js';
import {filterLog} from '../navigation/watching.js';
import {placeBeside} from './layout-keys.js';
import {editPrompt, type Prompt} from './prompt-line.js';
import type {CommandChoice, RefusedCommand} from './refused-command.js';
import {makeRoom} from './refused-shell.js';
import {splitWords} from './split-words.js';

export function askCommand(navigation: Navigation): Step {
	return ask(navigation, {type: 'prompt', wanted: {type: 'command'}, before: '', after: '', problem: undefined});
}

export function askName(navigation: Navigation, session: Session | undefined): Step {
	return session === undefined ? stay(navigation) : ask(navigation, {type: 'prompt', wanted: {type: 'name', session: session.id}, before: session.name, after: '', problem: undefined});
}

function ask(navigation: Navigation, prompt: Prompt): Step {
	return stay({...navigation, overlays: [...navigation.overlays.filter(({type}) => type !== 'panes'), prompt], message: undefined});
}

export function pressInPrompt(navigation: Navigation, {prompt, key, facts}: {readonly prompt: Prompt; readonly key: Key; readonly facts: NavigationFacts}): Step {
	if (key.type === 'key' && key.name === 'Enter') {
		return enter(navigation, prompt, facts);
	}

	const overlays = navigation.overlays.slice(0, -1);
	if (prompt.wanted.type === 'filter') {
		return pressInFilter(navigation, prompt, key);
	}

	if (key.type === 'key' && key.name === 'Esc') {
		return stay({...navigation, overlays});
	}

	const choice = key.type === 'key' && /^[1-9]$/.test(key.name) ? prompt.refused?.choices[Number(key.name) - 1] : undefined;
	return choice === undefined
		? stay({...navigation, overlays: [...overlays, {...prompt, ...editPrompt(prompt, key), problem: undefined, refused: undefined}]})
		: takeChoice(navigation, choice, {prompt, facts});
}

function pressInFilter(navigation: Navigation, prompt: Prompt, key: Key): Step {
	const overlays = navigation.overlays.slice(0, -1);
	if (key.type === 'key' && key.name === 'Esc') {
		return stay(filterLog({...navigation, overlays}, ''));
	}

	const edited = {...prompt, ...editPrompt(prompt, key)};
	return stay(filterLog({...navigation, overlays: [...overlays, edited]}, `${edited.before}${edited.after}`));
}

function takeChoice(navigation: Navigation, choice: CommandChoice, {prompt, facts}: {readonly prompt: Prompt; readonly facts: NavigationFacts}): Step {
	const overlays = navigation.overlays.slice(0, -1);
	switch (choice.action) {
		case 'again': {
			return enter(navigation, {...prompt, refused: undefined}, {...facts, folder: prompt.refused?.folder});
		}

		case 'correct': {
			return stay({...navigation, overlays: [...overlays, {...prompt, refused: undefined}]});
		}

		case 'shell': {
			return {navigation: {...navigation, overlays: []}, effects: [{type: 'open-beside', program: {type: 'shell', byKey: true, ...(choice.folder === undefined ? {} : {folder: choice.folder})}, placing: placeBeside(navigation, facts)}]};
		}

		case 'there': {
			return enter(navigation, {...prompt, refused: undefined}, {...facts, folder: choice.folder});
		}

		case 'end':
		case 'free': {
			const program = programOf(`${prompt.before}${prompt.after}`.trim());
			return program === undefined ? stay(navigation) : makeRoom(navigation, {choice, program: {...program, folder: prompt.refused?.folder}}, facts);
		}

		case 'not-now': {
			return stay({...navigation, overlays});
		}
	}
}

/** The line stands there again as it was typed, with what is wrong with it. Whoever went on meanwhile is only told. */
export function takeRefusedCommand(navigation: Navigation, {line, refused}: {readonly line: string; readonly refused: RefusedCommand}): Navigation {
	const {screen, overlays} = navigation;
	const prompt: Prompt = {type: 'prompt', wanted: {type: 'command'}, before: line, after: '', problem: undefined, refused};
	return overlays.length > 0 || navigation.line !== ''
		? {...navigation, message: {level: 'bad', text: refused.sentence}}
		: {...navigation, overlays: [...(screen === 'home' ? [] : [{type: 'box'} as const]), prompt], message: undefined};
}

/** Of a line that was begun once. */
function programOf(line: string): Extract<ProgramBeside, {type: 'command'}> | undefined {
	const split = splitWords(line);
	const [file, ...args] = split.status === 'words' ? split.words : [];
	return file === undefined ? undefined : {type: 'command', file, args, line};
}

/** `folder`: where its user said another one than that of the session beside. */
function enter(navigation: Navigation, prompt: Prompt, facts: NavigationFacts & {readonly folder?: string | undefined}): Step {
	const text = `${prompt.before}${prompt.after}`.trim();
	const overlays = navigation.overlays.slice(0, -1);
	if (prompt.wanted.type === 'filter') {
		return stay({...navigation, overlays});
	}

	const refuse = (problem: string) => stay({...navigation, overlays: [...overlays, {...prompt, problem}]});
	if (prompt.wanted.type === 'name') {
		return text === '' ? refuse('A session needs a name.') : {navigation: {...navigation, overlays: []}, effects: [{type: 'rename', id: prompt.wanted.session, name: text}]};
	}

	const split = splitWords(text);
	if (split.status === 'wrong') {
		return refuse(split.problem);
	}

	const [file, ...args] = split.words;
	return file === undefined || file === ''
		? refuse('Type a command, such as npm test.')
		: {navigation: {...navigation, overlays: []}, effects: [{type: 'open-beside', program: {type: 'command', file, args, line: text, ...(facts.folder === undefined ? {} : {folder: facts.folder})}, placing: placeBeside(navigation, facts)}]};
}
