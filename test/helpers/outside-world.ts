import dgram from 'node:dgram';
import {once} from 'node:events';
import net from 'node:net';

export type Attempt =
	| {readonly type: 'lookup'; readonly name: string}
	| {readonly type: 'connection'; readonly address: string; readonly port: number};

/** Ports that something outside would be met on. */
const outsidePorts = [80, 443, 853] as const;

/**
What stands for the whole world in a network namespace in which every address is local: a resolver that knows no name, and somebody who hangs up on the ports of the web. Both only tell what was tried.
*/
export async function pretendOutside(tell: (attempt: Attempt) => void): Promise<void> {
	const resolver = dgram.createSocket('udp4');
	resolver.on('message', (query, from) => {
		tell({type: 'lookup', name: queriedName(query)});
		resolver.send(noSuchName(query), from.port, from.address);
	});
	resolver.bind(53, '0.0.0.0');
	await once(resolver, 'listening');
	for (const port of outsidePorts) {
		const server = net.createServer(socket => {
			tell({type: 'connection', address: socket.localAddress ?? '', port});
			socket.destroy();
		});
		server.listen(port, '0.0.0.0');
		await once(server, 'listening');
	}
}

/** The labels of the first question, which follows the twelve bytes of the header. */
function queriedName(query: Uint8Array): string {
	const labels: string[] = [];
	let at = 12;
	for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
		labels.push(Buffer.from(query.subarray(at + 1, at + 1 + length)).toString('latin1'));
		at += length + 1;
	}

	return labels.join('.').toLowerCase();
}

/** The question again, marked as an answer (QR, RD, RA) with code 3: no such name. What was appended to the question (EDNS) is not repeated. */
function noSuchName(query: Buffer): Uint8Array {
	let end = 12;
	while ((query[end] ?? 0) > 0) {
		end += (query[end] ?? 0) + 1;
	}

	const answer = Buffer.from(query.subarray(0, end + 5));
	answer.writeUInt16BE(0x81_83, 2);
	answer.writeUInt16BE(1, 4);
	answer.fill(0, 6, 12);
	return answer;
}
