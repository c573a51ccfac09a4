import {mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type {Frame} from '../../source/core/ipc/frame.js';
import type {FromHolder} from '../../source/core/ipc/holder.js';
import {listenSocket} from '../../source/io/socket.js';

type Scope = {readonly teardown: (undo: () => unknown) => void};

export type FormerHolder = {
	readonly socket: string;
	/** Everything that clients sent after their `hello`, as they sent it. */
	readonly heard: () => ReadonlyArray<Readonly<Record<string, unknown>>>;
};

/** Stands for a holder of the time when there was only version 1, as far as a client can tell: what it does not know, it refuses. */
export async function formerHolder(scope: Scope): Promise<FormerHolder> {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-former-'));
	const socket = path.join(folder, 'one.sock');
	const heard: Array<Readonly<Record<string, unknown>>> = [];
	const server = await listenSocket(socket, channel => {
		const say = (message: FromHolder) => {
			channel.control(message);
		};

		let isIn = false;
		const greet = (frame: Frame) => {
			const {role, protocol} = (frame.type === 'control' ? frame.message : {}) as {readonly role?: string; readonly protocol?: readonly number[]};
			isIn = ['user', 'daemon', 'viewer', 'probe'].includes(role ?? '') && protocol?.[0] === 1;
			if (!isIn) {
				say({type: 'refused', code: 'ERR_CLUTCH_HOLDER_PROTOCOL', message: 'This holder speaks protocol 1 to 1 and understood no hello (hello: `role` has to be user, daemon, viewer or probe).'});
				channel.close();
				return;
			}

			say({type: 'welcome', protocol: 1, id: 'one', holder: {pid: 1, startTime: ''}, child: undefined, cols: 80, rows: 24, ring: {oldest: 0, next: 5, acknowledged: 3}, writer: role === 'user', exit: undefined});
		};

		channel.onFrame(frame => {
			if (!isIn) {
				greet(frame);
				return;
			}

			heard.push(frame.type === 'control' ? frame.message as Readonly<Record<string, unknown>> : (frame.type === 'bytes' ? {type: 'bytes', offset: frame.offset, text: Buffer.from(frame.bytes).toString()} : {type: frame.type}));
			if (frame.type === 'control' && (frame.message as {readonly type?: string}).type === 'attach') {
				channel.bytes(0, Buffer.from('hello'));
			}
		});
	});
	scope.teardown(async () => {
		await server.close();
		rmSync(folder, {recursive: true, force: true});
	});
	return {socket, heard: () => heard};
}
