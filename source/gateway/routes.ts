import {errorBody} from '../core/dialect/error-body.js';
import {readAddress} from '../core/route/address.js';
import {withCarried} from '../core/route/carried.js';
import {seenCredential} from '../core/route/credential.js';
import {leadBy} from '../core/route/hop.js';
import {isDemo} from '../core/route/decide.js';
import type {HttpReply, HttpRequest} from '../io/http-server.js';
import {chat} from './chat.js';
import type {GatewayContext} from './context.js';
import {countTokens} from './count.js';
import {refuse, type Guard} from './guard.js';
import {health} from './health.js';
import {listModels, modelList} from './models.js';
import {listVendorModels} from './vendor-models.js';

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

	const back = leadBy(request.headers, context.circle.id);
	if (back !== undefined) {
		say(508, `This request came from this gateway and came back to it: what stands at providers.${back}.base_url leads here.`, {'x-should-retry': 'false'});
		return;
	}

	const {ask, methods, query} = address;
	const prefixes = withCarried(address.prefixes, request.headers);
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
			const config = context.settings.current();
			const credential = seenCredential(request.headers, config.gateway.key);
			if (credential.type === 'own-login' && !isDemo(prefixes.profile, config)) {
				await listVendorModels({request, reply, query, vendor: credential.vendor, context});
				break;
			}

			const list = listModels(config, {profile: prefixes.profile, settings: context.launches.settings(prefixes.session)});
			if (list === undefined) {
				say(404, `There is no profile "${prefixes.profile ?? ''}" in the config (profiles.${prefixes.profile ?? ''}).`);
				break;
			}

			send({request, reply}, {status: 200, text: JSON.stringify(modelList(list, request.headers['anthropic-version'] === undefined ? 'openai' : 'anthropic'))});
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
