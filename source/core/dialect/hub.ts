import type {Tokens} from '../usage/usage.js';

/** A request between two dialects: what both sides can mean, nothing of how either writes it. */
export type HubRequest = {
	readonly model: string;
	readonly system: readonly string[];
	readonly turns: readonly HubTurn[];
	readonly tools: readonly HubTool[];
	readonly toolChoice: HubToolChoice | undefined;
	/** False where the client wants one tool at a time. */
	readonly parallelTools: boolean | undefined;
	readonly maxTokens: number | undefined;
	readonly temperature: number | undefined;
	readonly topP: number | undefined;
	readonly stop: readonly string[];
	/** A JSON Schema the answer has to follow. */
	readonly schema: unknown;
	readonly stream: boolean;
};

export type HubTurn = {readonly role: 'user' | 'assistant'; readonly parts: readonly HubPart[]};

export type HubMedia =
	| {readonly type: 'text'; readonly text: string}
	| {readonly type: 'image'; readonly source: HubSource}
	| {readonly type: 'document'; readonly source: HubSource; readonly title: string | undefined};

export type HubSource =
	| {readonly type: 'base64'; readonly mediaType: string; readonly data: string}
	| {readonly type: 'url'; readonly url: string};

export type HubPart =
	| HubMedia
	/** `input` is JSON text. */
	| {readonly type: 'tool-call'; readonly id: string; readonly name: string; readonly input: string}
	| {readonly type: 'tool-result'; readonly id: string; readonly content: readonly HubMedia[]; readonly isError: boolean};

export type HubTool = {readonly name: string; readonly description: string | undefined; readonly schema: unknown};

export type HubToolChoice = {readonly type: 'auto' | 'any' | 'none'} | {readonly type: 'tool'; readonly name: string};

/** An answer as it comes, whole or in pieces. `end` is the last one, unless `failed` is. */
export type HubEvent =
	| {readonly type: 'start'; readonly id: string; readonly model: string}
	| {readonly type: 'text'; readonly text: string}
	| {readonly type: 'thinking'; readonly text: string}
	/** `call` tells the calls of one answer apart; a piece of input names the call it belongs to. */
	| {readonly type: 'tool-start'; readonly call: number; readonly id: string; readonly name: string}
	| {readonly type: 'tool-input'; readonly call: number; readonly json: string}
	/** The other side lives and has nothing to say. */
	| {readonly type: 'alive'}
	| {readonly type: 'end'; readonly reason: HubStop; readonly tokens: Tokens | undefined}
	| {readonly type: 'failed'; readonly status: number; readonly message: string};

export type HubStop = 'end' | 'length' | 'tools' | 'refusal';

/** Whether an event is part of the answer itself: once the client has one, no other candidate can take over. */
export function isSemantic(event: HubEvent): boolean {
	switch (event.type) {
		case 'text':
		case 'thinking':
		case 'tool-input': {
			return (event.type === 'tool-input' ? event.json : event.text) !== '';
		}

		// A finished answer without a word is an answer.
		case 'end': {
			return true;
		}

		case 'start':
		case 'tool-start':
		case 'alive':
		case 'failed': {
			return false;
		}
	}
}
