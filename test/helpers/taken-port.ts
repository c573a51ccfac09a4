import http from 'node:http';
import type {AddressInfo} from 'node:net';
import type {ExecutionContext} from 'ava';

/** A port of loopback that this process holds until the test is over. */
export async function takenPort(t: ExecutionContext): Promise<number> {
	const owner = http.createServer();
	await new Promise<void>(resolve => {
		owner.listen(0, '127.0.0.1', resolve);
	});
	t.teardown(() => owner.close());
	const {port} = owner.address() as AddressInfo;
	return port;
}
