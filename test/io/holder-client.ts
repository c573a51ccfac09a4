import test from 'ava';
import {connectHolder} from '../../source/io/holder-client.js';
import {formerHolder} from '../helpers/former-holder.js';
import {collect} from '../helpers/holder.js';
import {patience, until} from '../helpers/until.js';

const connecting = (socket: string) => ({socket, client: 'test', ...patience()});

test('does with a holder of version 1 what comes nearest', async t => {
	const {socket, heard} = await formerHolder(t);
	const daemon = await connectHolder({...connecting(socket), role: 'daemon'});
	const collected = collect(daemon);
	daemon.attach('screen', 1000);
	await collected.waitFor('the output comes', ({text}) => text() === 'hello');
	daemon.screen({offset: 5, cols: 80, rows: 24, bytes: new Uint8Array(3)});
	daemon.answer(5, Buffer.from('answer'));
	daemon.attach('history');
	await until('all is said', () => heard().length === 4);
	t.deepEqual([daemon.protocol, ...heard()], [
		1,
		{type: 'attach', from: 'oldest', credit: 1000},
		{type: 'bytes', offset: 0, text: 'answer'},
		{type: 'ack', offset: 5},
		{type: 'attach', from: 'oldest'},
	]);
	daemon.end();
});

test('acknowledges nothing to a holder of version 1 but as the daemon', async t => {
	const {socket, heard} = await formerHolder(t);
	const viewer = await connectHolder({...connecting(socket), role: 'viewer'});
	viewer.ack(5);
	viewer.attach(2);
	await until('all is said', () => heard().length === 1);
	t.deepEqual(heard(), [{type: 'attach', from: 2}]);
	viewer.end();
});

test('sends to a holder of version 1 as a user who takes the keyboard', async t => {
	const {socket, heard} = await formerHolder(t);
	const sender = await connectHolder({...connecting(socket), role: 'sender'});
	sender.input(Buffer.from('text'));
	await until('all is said', () => heard().length === 2);
	t.deepEqual(heard(), [{type: 'take'}, {type: 'bytes', offset: 0, text: 'text'}]);
	sender.end();
});

test('says why a holder does not take it in', async t => {
	const {socket} = await formerHolder(t);
	await t.throwsAsync(connectHolder({...connecting(socket), role: 'king' as 'user'}), {code: 'ERR_CLUTCH_HOLDER', message: /understood no hello/});
});
