import test from 'ava';
import {openHttp, type HttpAnswer} from '../../source/io/http-client.js';
import {patienceMs} from '../helpers/until.js';
import {withUpstream} from '../helpers/with-upstream.js';

const readAll = async ({body}: HttpAnswer) => {
	const parts: Uint8Array[] = [];
	for await (const part of body) {
		parts.push(part);
	}

	return Buffer.concat(parts).toString();
};

const post = async (url: string) => openHttp({url, method: 'POST', headers: {}, body: 'x', signal: new AbortController().signal, headDeadlineMs: patienceMs});

test('asks once when a connection that was kept open breaks in the middle of an answer', async t => {
	const upstream = await withUpstream(t, (_, count) => count === 2 ? {headers: {'content-length': '1000'}, chunks: ['half'], ending: 'cut'} : {headers: {'content-length': '5'}, chunks: ['whole']});
	t.is(await readAll(await post(upstream.address)), 'whole');
	await t.throwsAsync(async () => readAll(await post(upstream.address)));
	// Whoever had asked a second time would have done so before this one.
	t.is(await readAll(await post(upstream.address)), 'whole');
	t.is(upstream.requests.length, 3);
});

test('asks again when a connection that was kept open breaks before there is an answer', async t => {
	const upstream = await withUpstream(t, (_, count) => count === 2 ? {ending: 'reset'} : {headers: {'content-length': '5'}, chunks: ['whole']});
	t.is(await readAll(await post(upstream.address)), 'whole');
	t.is(await readAll(await post(upstream.address)), 'whole');
	t.is(upstream.requests.length, 3);
});
