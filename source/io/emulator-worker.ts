/**
The thread in which all emulators live, so that parsing never delays a message between clutchd and its clients.
*/
import {parentPort, workerData} from 'node:worker_threads';
import type {FromEmulator, ToEmulator} from './emulator-message.js';
import {createEmulatedSessions} from './emulator-sessions.js';

const {version, scrollback} = workerData as {readonly version: string; readonly scrollback: number};
const port = parentPort;
if (!port) {
	throw new Error('the emulator runs as a worker thread only');
}

const sessions = createEmulatedSessions({
	version,
	scrollback,
	send(message: FromEmulator) {
		port.postMessage(message);
	},
});

port.on('message', (message: ToEmulator) => {
	handle(message);
});

function handle(message: ToEmulator): void {
	switch (message.type) {
		case 'open': {
			sessions.open(message.session, message);
			break;
		}

		case 'write': {
			sessions.enqueue(message.session, {type: 'bytes', offset: message.offset, bytes: message.bytes});
			break;
		}

		case 'resize': {
			sessions.enqueue(message.session, {type: 'resize', cols: message.cols, rows: message.rows});
			break;
		}

		case 'settle': {
			sessions.enqueue(message.session, {type: 'settle'});
			break;
		}

		case 'close': {
			sessions.close(message.session);
			break;
		}

		case 'watch': {
			sessions.watch(message.watcher, message.sessions, message.focused);
			break;
		}

		case 'taken': {
			sessions.taken(message.watcher);
			break;
		}

		case 'appearance': {
			sessions.appear(message.appearance);
			break;
		}

		case 'ask': {
			sessions.ask(message.session, message);
			break;
		}

		case 'past': {
			sessions.past(message);
			break;
		}
	}
}
