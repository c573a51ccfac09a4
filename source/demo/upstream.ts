import {chatError, chatErrorPieces, readChat, streamChat, writeChat} from './chat.js';
import {promptUsage, type Conversation} from './conversation.js';
import {messagesError, messagesErrorPieces, readMessages, streamMessages, writeMessages} from './messages.js';
import {firstHalf, json, type Piece, type Response} from './piece.js';
import {answerTo} from './script.js';
import {wantedTrouble} from './trouble.js';

export type DemoRequest = {
	readonly method: string;
	/** Without the query. */
	readonly path: string;
	readonly body: string;
	/** The header `x-clutch-demo`: which trouble is wanted. */
	readonly trouble: string | undefined;
	/** Unique for this answer. */
	readonly id: string;
	readonly now: number;
};

type Wire = {
	readonly error: (status: number, message: string) => Response;
	readonly whole: (conversation: Conversation) => Response;
	readonly stream: (conversation: Conversation) => readonly Piece[];
	readonly broken: (pieces: readonly Piece[]) => readonly Piece[];
};

export const demoModels = ['demo-big', 'demo-middle', 'demo-small'] as const;

/** The whole upstream as one function: what is answered to a request. */
export function respond(request: DemoRequest): Response {
	const {method, path, id} = request;
	switch (path) {
		case '/v1/messages':
		case '/v1/messages/count_tokens': {
			if (method !== 'POST') {
				return messagesError(405, `Method ${method} is not allowed here`, id);
			}

			const read = readMessages(parse(request.body), path === '/v1/messages' ? 'answer' : 'count');
			if (typeof read === 'string') {
				return messagesError(400, read, id);
			}

			return path === '/v1/messages' ? answer(messagesWire(request), {conversation: read, request}) : json(200, {input_tokens: promptUsage(read).input});
		}

		case '/v1/chat/completions': {
			if (method !== 'POST') {
				return chatError(405, `Method ${method} is not allowed here`);
			}

			const read = readChat(parse(request.body));
			return typeof read === 'string' ? chatError(400, read) : answer(chatWire(request), {conversation: read, request});
		}

		case '/v1/models': {
			return json(200, modelList());
		}

		case '/':
		case '/api/hello':
		case '/health': {
			return json(200, {demo: true});
		}

		default: {
			return messagesError(404, `The demo has no ${path}`, id);
		}
	}
}

function answer(wire: Wire, {conversation, request}: {readonly conversation: Conversation; readonly request: DemoRequest}): Response {
	const trouble = wantedTrouble(conversation, request.trouble);
	switch (trouble.type) {
		case 'status': {
			return wire.error(trouble.status, `The demo answers ${trouble.status}, as asked.`);
		}

		case 'hang': {
			return {type: 'hang'};
		}

		case 'cut': {
			return {type: 'stream', pieces: firstHalf(wire.stream(conversation)), rate: 'usual', ending: 'cut'};
		}

		case 'error': {
			return conversation.stream ? {type: 'stream', pieces: wire.broken(wire.stream(conversation)), rate: 'usual', ending: 'complete'} : wire.error(500, 'The demo broke off, as asked.');
		}

		case 'slow':
		case 'none': {
			return conversation.stream ? {type: 'stream', pieces: wire.stream(conversation), rate: trouble.type === 'slow' ? 'slow' : 'usual', ending: 'complete'} : wire.whole(conversation);
		}
	}
}

function messagesWire({id}: DemoRequest): Wire {
	const sent = (conversation: Conversation) => ({id, conversation, answer: answerTo(conversation)});
	return {
		error: (status, message) => messagesError(status, message, id),
		whole: conversation => writeMessages(sent(conversation)),
		stream: conversation => streamMessages(sent(conversation)),
		broken: messagesErrorPieces,
	};
}

function chatWire({id, now}: DemoRequest): Wire {
	const sent = (conversation: Conversation) => ({id, conversation, answer: answerTo(conversation), seconds: Math.floor(now / 1000)});
	return {
		error: chatError,
		whole: conversation => writeChat(sent(conversation)),
		stream: conversation => streamChat(sent(conversation)),
		broken: chatErrorPieces,
	};
}

/** The fields of both lists at once: clients of either wire find theirs. */
function modelList() {
	const data = demoModels.map(id => ({id, type: 'model', object: 'model', display_name: `Demo (${id})`, created: 1_767_225_600, created_at: '2026-01-01T00:00:00Z', owned_by: 'demo'}));
	return {object: 'list', data, has_more: false, first_id: demoModels[0], last_id: demoModels.at(-1)};
}

function parse(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		// What is no JSON has no field that is looked for, and is refused for that.
		return undefined;
	}
}
