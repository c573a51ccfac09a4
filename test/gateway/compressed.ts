import {brotliCompressSync, deflateSync, gzipSync, zstdCompressSync} from 'node:zlib';
import test from 'ava';
import {bodyLimit} from '../../source/gateway/incoming.js';
import {withGateway} from '../helpers/gateway.js';
import {wire} from '../helpers/wire.js';
import {eventStream, withUpstream} from '../helpers/with-upstream.js';

const body = Buffer.from('{ "input":[{"role":"user","content":"ü"}],"model":"box:m1" ,"stream":true}');
const encodings = [['gzip', gzipSync], ['deflate', deflateSync], ['br', brotliCompressSync], ['zstd', zstdCompressSync]] as const;

for (const [encoding, compress] of encodings) {
	test(`reads a body in ${encoding} and sends it on plain`, async t => {
		const upstream = await withUpstream(t, () => ({headers: eventStream, chunks: [wire('responses-tool.sse')]}));
		const gateway = await withGateway(t, {providers: {box: {base_url: upstream.address, wires: ['responses']}}});
		t.like(await gateway.call({path: '/v1/responses', headers: ['Content-Encoding', encoding, 'x-odd', '1'], body: compress(body)}), {status: 200});
		const [request] = upstream.requests;
		t.is(request?.body.toString(), body.toString().replace('box:m1', 'm1'));
		t.deepEqual([request?.headers['content-encoding'], request?.headers['content-length'], request?.headers['x-odd']], [undefined, String(request?.body.length), '1']);
		t.like(await gateway.clutchd.only(), {outcome: 'ok', model: 'm1'});
	});
}

test('refuses what is not what it says, what grows too large, and what it cannot read', async t => {
	const upstream = await withUpstream(t, () => ({}));
	const gateway = await withGateway(t, {providers: {box: {base_url: upstream.address, wires: ['messages']}}});
	const statuses: number[] = [];
	for (const [encoding, sent] of [['gzip', body], ['zstd', body], ['gzip', gzipSync(Buffer.alloc(bodyLimit + 1, 0x20))], ['compress', body], ['gzip, br', body]] as const) {
		const answer = await gateway.call({headers: {'content-encoding': encoding}, body: sent});
		statuses.push(answer.status);
	}

	t.deepEqual(statuses, [400, 400, 413, 415, 415]);
	t.is(upstream.requests.length, 0);
	t.like(await gateway.call({path: '/v1/messages/count_tokens', headers: {'content-encoding': 'gzip'}, body: gzipSync('{"model":"box:m","messages":[]}')}), {status: 200});
	const records = await gateway.clutchd.record(5);
	t.is(records.length, 5);
});
