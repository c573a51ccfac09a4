import {errorBody} from '../core/dialect/error-body.js';
import type {SeenCredential} from '../core/route/credential.js';
import {loginWires} from '../core/route/decide.js';
import {answerHeaders, forwardHeaders} from '../core/route/headers.js';
import {resolveProvider, takesLogin, wireUrl} from '../core/provider/provider.js';
import {openHttp, type HttpAnswer} from '../io/http-client.js';
import type {HttpReply, HttpRequest} from '../io/http-server.js';
import type {GatewayContext} from './context.js';

type Input = {
	readonly request: HttpRequest;
	readonly reply: HttpReply;
	readonly query: string;
	readonly vendor: Extract<SeenCredential, {type: 'own-login'}>['vendor'];
	readonly context: GatewayContext;
};

/** A list is there at once or not at all. */
const deadlineMs = 30_000;

/** Whoever comes with an own login will be answered by its vendor, so the list of models is the vendor's too, asked for with that login. */
export async function listVendorModels({request, reply, query, vendor, context}: Input): Promise<void> {
	const dialect = loginWires[vendor];
	const wire = resolveProvider(vendor, {config: context.settings.current()})?.wires[dialect];
	const fail = (message: string) => {
		const body = Buffer.from(errorBody(dialect, {status: 502, message}));
		reply.head(502, {'content-type': 'application/json', 'content-length': String(body.length)});
		reply.end(body);
	};

	if (wire === undefined || !takesLogin(vendor, wire.base)) {
		fail(`providers.${vendor} in the config does not lead to ${vendor}, where its login belongs`);
		return;
	}

	let answer: HttpAnswer;
	try {
		answer = await openHttp({
			url: `${wireUrl(wire, '/models')}${query === '' ? '' : `?${query}`}`,
			method: request.method,
			headers: forwardHeaders(request.rawHeaders, {host: new URL(wire.base).host, length: undefined, ownLogin: true, auth: undefined, extra: {}}),
			signal: AbortSignal.any([request.gone, context.stopping, AbortSignal.timeout(deadlineMs)]),
			headDeadlineMs: deadlineMs,
		});
	} catch (error) {
		fail(`${vendor} could not be asked for its models (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`);
		return;
	}

	reply.head(answer.status, answerHeaders(answer.rawHeaders));
	try {
		for await (const chunk of answer.body) {
			await reply.write(chunk);
		}

		reply.end();
	} catch {
		// Half a list is none: the client sees that it broke.
		reply.cut();
	}
}
