/**
Asks a service of ours on loopback whether it is well: true for an answer with a status of 2xx within the deadline.

`got` is loaded when the first service is asked, not when clutchd starts.
*/
export async function probe(address: string, {signal, deadlineMs}: {readonly signal: AbortSignal; readonly deadlineMs: number}): Promise<boolean> {
	const {default: got} = await import('got');
	try {
		const answer = await got(address, {
			signal,
			timeout: {request: deadlineMs},
			retry: {limit: 0},
			followRedirect: false,
			throwHttpErrors: false,
		});
		return answer.ok;
	} catch {
		// Whatever kept it from answering, it did not answer.
		return false;
	}
}

/** How long it took, and what came: `list` is the parsed answer, undefined where it is no JSON. */
export type ListAnswer =
	| {readonly type: 'answer'; readonly status: number; readonly list: unknown; readonly durationMs: number}
	| {readonly type: 'unreachable'; readonly problem: string};

/** Asks a provider for its list of models, once. Redirects are not followed: they would take the key along. */
export async function askList(address: string, {headers, signal, deadlineMs}: {readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal; readonly deadlineMs: number}): Promise<ListAnswer> {
	const {default: got} = await import('got');
	const began = performance.now();
	try {
		const answer = await got(address, {
			headers,
			signal,
			timeout: {request: deadlineMs},
			retry: {limit: 0},
			followRedirect: false,
			throwHttpErrors: false,
		});
		return {type: 'answer', status: answer.statusCode, list: parse(answer.body), durationMs: performance.now() - began};
	} catch (error) {
		const {code, message} = error as NodeJS.ErrnoException;
		return {type: 'unreachable', problem: code === 'ETIMEDOUT' ? `no answer within ${deadlineMs / 1000} s` : (code ?? message)};
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// Some answer in HTML: it is there, and lists nothing.
		return undefined;
	}
}
