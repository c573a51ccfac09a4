import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import process from 'node:process';

/** The raw upstream of the gateway's bench, in a process of its own as a provider is: it reads the request and plays a recording at once. */
const recordings = {
	messages: readFileSync(new URL('../test/fixtures/wire/messages-tool.sse', import.meta.url)),
	chat: readFileSync(new URL('../test/fixtures/wire/chat-tools.sse', import.meta.url)),
};

const server = http.createServer((incoming, outgoing) => {
	incoming.resume();
	incoming.on('end', () => {
		outgoing.writeHead(200, {'content-type': 'text/event-stream'});
		outgoing.end(recordings[incoming.url === '/v1/messages' ? 'messages' : 'chat']);
	});
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.stdout.write(`upstream on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
process.on('SIGTERM', () => {
	process.exit(0);
});
