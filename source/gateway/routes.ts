import {errorBody} from '../core/dialect/error-body.js';
import {readAddress} from '../core/route/address.js';
import type {HttpReply, HttpRequest} from '../io/http-server.js';
import {chat} from './chat.js';
import type {GatewayContext} from './context.js';
import {countTokens} from './count.js';
import {refuse, type Guard} from './guard.js';
import {health} from './health.js';
import {listModels} from './models.js';

/** From a request to the one who handles it. */
export async function route({request, reply, guard, context}: {readonly request: HttpRequest; readonly reply: HttpReply; readonly guard: Guard; readonly context: GatewayContext}): Promise<void> {
	const address = readAddress(request.url);
	const dialect = address.type === 'unknown' ? address.dialect : ('dialect' in address.ask ? address.ask.dialect : 'messages');
	const say = (status: number, message: string, headers: Readonly<Record<string, string>> = {}) => {
		send({request, reply}, {status, text: errorBody(dialect, {status, message}), headers});
	};

	const refusal = refuse(request, guard);
	if (refusal) {
		say(refusal.status, refusal.message, refusal.status === 401 ? {'x-should-retry': 'false'} : {});
		return;
	}

	if (request.headers.upgrade !== undefined && String(request.headers.connection ?? '').toLowerCase().includes('upgrade')) {
		// Codex falls back to HTTP at once on this status; any other costs it six more tries.
		say(426, 'No WebSockets here; plain HTTP works.', {connection: 'close'});
		return;
	}

	if (address.type === 'unknown') {
		say(404, address.problem);
		return;
	}

	const {ask, methods, prefixes, query} = address;
	if (!methods.includes(request.method)) {
		say(405, `${request.method} is not for this address; ${methods.join(' or ')} is.`, {allow: methods.join(', ')});
		return;
	}

	switch (ask.type) {
		case 'answer': {
			await chat({request, reply, ask, prefixes, query, context});
			break;
		}

		case 'count': {
			await countTokens({request, reply, ask, prefixes, query, context});
			break;
		}

		case 'models': {
			const shape = request.headers['anthropic-version'] === undefined ? 'openai' : 'anthropic';
			send({request, reply}, {status: 200, text: JSON.stringify(listModels(context.settings.current(), {profile: prefixes.profile, shape}))});
			break;
		}

		case 'health': {
			send({request, reply}, {status: 200, text: JSON.stringify(health(context))});
			break;
		}

		case 'hello': {
			send({request, reply}, {status: 200, text: JSON.stringify({ok: true, name: 'clutch'})});
			break;
		}
	}
}

function send({request, reply}: {readonly request: HttpRequest; readonly reply: HttpReply}, {status, text, headers = {}}: {readonly status: number; readonly text: string; readonly headers?: Readonly<Record<string, string>>}): void {
	const body = Buffer.from(text);
	reply.head(status, {'content-type': 'application/json', 'content-length': String(body.length), ...headers});
	reply.end(request.method === 'HEAD' ? undefined : body);
}
