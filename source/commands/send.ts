import process from 'node:process';
import {ClutchError} from '../core/error.js';
import {nearest} from '../core/nearest.js';
import type {PaneModes} from '../core/view/cells/cells.js';
import {isKeyName, keyBytes, keyNames, textBytes} from '../core/view/keys/named-key.js';
import {readAll} from '../io/read-all.js';
import {typeInto} from '../io/typed-input.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {paneModes} from './pane-modes.js';
import {sessionHolder} from './session-holder.js';
import {knownSessions, sessionMeant} from './session-named.js';
import {withStarted} from './with-clutchd.js';

/** `clutch send ID TEXT`: types into a session as its user would, without taking the keyboard from anybody. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const [word, ...words] = parsed.words;
	if (word === undefined) {
		throw usage('send takes a session and what to type into it.');
	}

	const typed = await readTyped(parsed, {words, signal: context.signal});
	return withStarted(context, async client => {
		const session = sessionMeant(word, await knownSessions(client));
		if (session.state.status !== 'live') {
			throw new ClutchError('ERR_CLUTCH_NOT_LIVE', {id: session.name});
		}

		const modes = await paneModes(client, session.id, context.signal);
		const bytes = Buffer.from(`${typedText(typed, {modes, name: session.name})}${parsed.flags.enter === true ? keyText('Enter', {modes, name: session.name}) : ''}`);
		const holder = await sessionHolder(session, 'sender', {context, client: 'send'});
		try {
			await typeInto(holder, bytes);
		} finally {
			holder.end();
		}

		context.stdout.write(parsed.flags.json === true ? `${JSON.stringify({session: session.id, sent: bytes.length})}\n` : '');
		return 0;
	});
}

type Typed = {readonly type: 'text'; readonly text: string} | {readonly type: 'keys'; readonly keys: readonly string[]};

async function readTyped({flags}: ParsedArguments, {words, signal}: {readonly words: readonly string[]; readonly signal: AbortSignal}): Promise<Typed> {
	if (flags.stdin === true) {
		if (words.length > 0 || flags.keys === true) {
			throw usage('--stdin types what comes by standard input, and nothing else.');
		}

		const text = decoded(await readAll(process.stdin, signal));
		// A file ends with a newline that nobody means to type.
		return {type: 'text', text: text.replace(/\r?\n$/, '')};
	}

	if (flags.keys === true) {
		if (words.length === 0) {
			throw usage('--keys takes the names of keys.');
		}

		const keys = words.flatMap(word => separateKeys(word));
		for (const name of keys) {
			checkKey(name);
		}

		return {type: 'keys', keys};
	}

	if (words.length === 0 && flags.enter !== true) {
		throw usage('send takes what to type.');
	}

	return {type: 'text', text: words.join(' ')};
}

type Target = {readonly modes: PaneModes; readonly name: string};

function typedText(typed: Typed, target: Target): string {
	switch (typed.type) {
		case 'text': {
			return textBytes(typed.text, target.modes);
		}

		case 'keys': {
			return typed.keys.map(key => keyText(key, target)).join('');
		}
	}
}

function keyText(key: string, {modes, name}: Target): string {
	const answer = keyBytes(key, modes);
	switch (answer.type) {
		case 'bytes': {
			return answer.bytes;
		}

		case 'unsayable': {
			throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `${key} cannot be typed into ${name}: its program has not asked for a keyboard protocol, and without one there is no byte for that key.`, next: 'Nothing was sent.'});
		}

		case 'unknown': {
			throw unknownKey(key);
		}
	}
}

/** Several in one word, as quotes make it, are as many keys. A blank alone is a key. */
function separateKeys(word: string): readonly string[] {
	const names = word.split(/\s+/).filter(name => name !== '');
	return isKeyName(word) || names.length === 0 ? [word] : names;
}

/** A name is wrong whatever the program's modes are: that is said before anything is connected. */
function checkKey(name: string): void {
	if (!isKeyName(name)) {
		throw unknownKey(name);
	}
}

function unknownKey(name: string): ClutchError {
	const near = nearest(name, keyNames);
	return new ClutchError('ERR_CLUTCH_USAGE', {problem: `There is no key "${name}".`, next: near === undefined ? `Keys are single characters and ${keyNames.slice(0, 15).join(', ')}, F1 to F12, with Ctrl+, Alt+ or Shift+ before them.` : `Did you mean "${near}"?`});
}

function decoded(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
	} catch (error) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: 'What came by standard input is no text, so it cannot be typed.', next: 'Nothing was sent.'}, {cause: error});
	}
}

function usage(problem: string): ClutchError {
	return new ClutchError('ERR_CLUTCH_USAGE', {problem, next: 'clutch send ID "some text" --enter, clutch send ID --keys Escape Ctrl+C, or … | clutch send ID --stdin'});
}
