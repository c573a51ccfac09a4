import {appendFileSync, existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {Paths} from '../io/paths.js';
import {makeFolder} from '../io/folder.js';

/** A message as the Messages wire has it; the whole conversation is an array of them. */
export type Message = {readonly role: 'user' | 'assistant'; readonly content: string | ReadonlyArray<Readonly<Record<string, unknown>>>};

/** The conversation of one demo agent: in memory, and line by line in a file from which it can be resumed. */
export type Transcript = {
	readonly messages: () => readonly Message[];
	/** In one write: a turn is in the file whole or not at all. */
	readonly append: (turn: readonly Message[]) => void;
};

export function openTranscript(paths: Paths, id: string): Transcript {
	const file = transcriptFile(paths, id);
	makeFolder(path.dirname(file));
	// There from the start, so that a conversation in which nothing was said yet can be resumed too.
	appendFileSync(file, '', {mode: 0o600});
	const messages: Message[] = readLines(readFileSync(file, 'utf8'));
	return {
		messages: () => messages,
		append(turn) {
			messages.push(...turn);
			appendFileSync(file, turn.map(message => `${JSON.stringify(message)}\n`).join(''), {mode: 0o600});
		},
	};
}

export function hasTranscript(paths: Paths, id: string): boolean {
	return existsSync(transcriptFile(paths, id));
}

/** An id becomes a file name, so it is held to what cannot leave the folder. */
export function isTranscriptId(id: string): boolean {
	return /^[\w-]{1,64}$/.test(id);
}

function transcriptFile(paths: Paths, id: string): string {
	return path.join(paths.state, 'demo', `${id}.jsonl`);
}

/** A crash can leave half a line at the end; what stands before it is whole. */
function readLines(text: string): Message[] {
	return text.split('\n').slice(0, -1).map(line => JSON.parse(line) as Message);
}
