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
