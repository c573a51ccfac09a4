import {errorBody} from '../core/dialect/error-body.js';
import type {Ask, Prefixes} from '../core/route/address.js';
import type {Usage} from '../core/usage/usage.js';
import type {HttpReply, HttpRequest} from '../io/http-server.js';
import type {GatewayContext} from './context.js';

export type ChatInput = {
	readonly request: HttpRequest;
	readonly reply: HttpReply;
	readonly ask: Extract<Ask, {type: 'answer'}>;
	readonly prefixes: Prefixes;
	readonly query: string;
	readonly context: GatewayContext;
};

/** How a request ended, as its usage record has it. */
export type Ended = Pick<Usage, 'outcome' | 'status' | 'tokens' | 'error'> & {readonly firstAt?: number | undefined};

export type Refusal = {readonly status: number; readonly message: string; readonly headers?: Readonly<Record<string, string>>};

/** Tells the client no in its own dialect; one that has something of an answer already sees it break off. */
export function refuse({reply, ask}: Pick<ChatInput, 'reply' | 'ask'>, {status, message, headers = {}}: Refusal): Ended {
	if (reply.headSent()) {
		reply.cut();
	} else {
		const body = Buffer.from(errorBody(ask.dialect, {status, message}));
		reply.head(status, {'content-type': 'application/json', 'content-length': String(body.length), ...headers});
		reply.end(body);
	}

	return {outcome: 'failed', status, tokens: undefined, error: message};
}
