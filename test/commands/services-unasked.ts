import test from 'ava';
import type {Service} from '../../source/core/service/service.js';
import {watchClutchd} from '../helpers/clutchd.js';
import {runProgram} from '../helpers/program.js';
import {freePort} from '../helpers/ports.js';
import {serviceHome, whenService} from '../helpers/services.js';

const sleeper = [process.execPath, '-e', 'setTimeout(() => {}, 600_000)'];

test.serial('of a service with a port and no probe everybody says that nobody asks there', async t => {
	t.timeout(300_000);
	const port = await freePort();
	const home = serviceHome(t, {services: () => ({pg: {argv: sleeper, port}})});
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up'});
	await whenService(watcher, 'pg', {is: 'ready', timeoutMs: 90_000});
	const address = `http://127.0.0.1:${port}`;
	const printed = async (...words: readonly string[]) => {
		const {code, stdout, stderr} = await runProgram(['clutch', ...words], {home});
		t.is(code, 0, `clutch ${words.join(' ')}`);
		return {stdout, stderr};
	};

	const said = new RegExp(String.raw`^(?:service +)?pg +● ready \(nobody asks ${address}\)(?: |$)`, 'm');
	const up = await printed('up');
	t.regex(up.stderr, said);
	const status = await printed('status');
	t.regex(status.stdout, said);
	const once = await printed('watch', '--once');
	t.true(once.stdout.includes(`pg  ready (nobody asks ${address})`), `printed ${once.stdout}`);
	const restart = await printed('restart', 'pg');
	t.is(restart.stdout, `pg is ready (nobody asks ${address}).\n`);

	const told = {state: {status: 'ready', address}, facts: {unasked: true}};
	for (const words of [['status'], ['service', 'list'], ['watch', '--once']]) {
		const {stdout} = await printed(...words, '--json');
		const {services} = JSON.parse(stdout) as {readonly services: readonly Service[]};
		t.like(services.find(({id}) => id === 'pg'), told, `clutch ${words.join(' ')}`);
	}

	const again = await printed('up', '--json');
	const {services: [pg]} = JSON.parse(again.stdout) as {readonly services: readonly unknown[]};
	t.like(pg, {id: 'pg', status: 'ready', address, unasked: true});
});
