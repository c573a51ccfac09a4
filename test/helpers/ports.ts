import {randomInt} from 'node:crypto';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import type {ExecutionContext} from 'ava';

/** Below those that the system gives away by itself: nobody else takes one of them, or the next one, in the middle of a test. */
const quiet = {from: 20_000, to: 32_000} as const;

/** A server on a port that it keeps until it is closed; it answers every request with the same text. */
async function listenQuietly(answer: string): Promise<http.Server> {
	for (;;) {
		const server = http.createServer((_request, response) => {
			response.end(answer);
		});
		const isOurs = await new Promise<boolean>(resolve => {
			server.once('error', () => {
				resolve(false);
			});
			server.listen(randomInt(quiet.from, quiet.to), '127.0.0.1', () => {
				resolve(true);
			});
		});
		if (isOurs) {
			return server;
		}
	}
}

/** A port of loopback that this process holds until the test is over. */
export async function takenPort(t: Pick<ExecutionContext, 'teardown'>, answer = ''): Promise<number> {
	const server = await listenQuietly(answer);
	t.teardown(() => server.close());
	return (server.address() as AddressInfo).port;
}

/** A port of loopback on which nobody listens. */
export async function freePort(): Promise<number> {
	const server = await listenQuietly('');
	const {port} = server.address() as AddressInfo;
	await new Promise(resolve => {
		server.close(resolve);
	});
	return port;
}
