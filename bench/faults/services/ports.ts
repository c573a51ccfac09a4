import path from 'node:path';
import {servicePrefix} from '../../../source/core/service/service.js';
import {readChoice} from '../../../source/core/service/choice.js';
import {connectHolder} from '../../../source/io/holder-client.js';
import {isAlive} from '../../../source/io/process-identity.js';
import {watchClutchd} from '../../../test/helpers/clutchd.js';
import {freePort} from '../../../test/helpers/ports.js';
import {ownService, startsOf, whenService} from '../../../test/helpers/services.js';
import {patience} from '../../../test/helpers/until.js';
import {kill} from '../../../test/helpers/user-interface.js';
import {startForeign} from './health.js';
import {serviceFault, type World} from './world.js';

const probe = {http: '/', every_seconds: 0.25, deadline_seconds: 20, failures: 2};

export const faults = [
	serviceFault({number: 43, title: 'the port is held by its own orphan: ended, one instance, on its port', runs: {few: 1, full: 10}, once: ownOrphan}),
	serviceFault({number: 43, title: 'the port is held by another program: named, another port offered, left alone', runs: {few: 1, full: 10}, once: foreignPort}),
];

/** Clutchd and the holder die in the same moment, so that nobody can end what lives on. */
async function ownOrphan(world: World): Promise<{readonly recoveredMs: number}> {
	const {expect, folder, scope} = world;
	const port = await freePort();
	const watcher = await world.open(of => ({api: ownService(of('api'), {port, startup: probe, readiness: probe})}), {env: {CLUTCH_REVIVE_MS: '3600000'}});
	await watcher.client.call({type: 'service.up'});
	await whenService(watcher, 'api', {is: 'ready'});
	const look = await connectHolder({socket: path.join(world.home.paths.holders, `${servicePrefix}api.sock`), role: 'probe', client: 'faults', ...patience()});
	look.end();
	kill(watcher.client.welcome.pid);
	kill(look.welcome.holder.pid);
	const {child} = look.welcome;
	expect('the service has outlived both', child !== undefined && isAlive(child));

	const killedAt = performance.now();
	const back = await watchClutchd(scope, {home: world.home});
	await back.client.call({type: 'service.up'});
	const ready = await whenService(back, 'api', {is: 'ready'});
	expect('the orphan is gone', child !== undefined && !isAlive(child));
	expect(`it is back on its port: ${ready.address}`, ready.address?.endsWith(`:${port}`) === true);
	expect(`it was started once more: ${startsOf(folder('api')).length}`, startsOf(folder('api')).length === 2);
	return {recoveredMs: performance.now() - killedAt};
}

async function foreignPort(world: World): Promise<{readonly recoveredMs: number}> {
	const {expect, folder} = world;
	const port = await freePort();
	const watcher = await world.open(of => ({api: ownService(of('api'), {port, startup: probe, readiness: probe})}));
	const owner = await startForeign(world, {port, folder: folder('foreign')});
	await watcher.client.call({type: 'service.up'});
	const parked = await whenService(watcher, 'api', {is: 'parked'});
	expect(`the owner is named: ${parked.reason}`, parked.reason.includes(String(owner)) && parked.reason.includes(String(port)));
	const choices = parked.choices.flatMap(text => readChoice(text) ?? []);
	const other = choices.find(choice => choice.type === 'use-port');
	expect(`another port is offered: ${parked.choices.join(', ')}`, other !== undefined);
	expect(`it was not started again and again: ${startsOf(folder('api')).length}`, startsOf(folder('api')).length <= 1);
	const askedAt = performance.now();
	await watcher.client.call({type: 'service.start', id: 'api', port: other?.type === 'use-port' ? other.port : 0});
	const ready = await whenService(watcher, 'api', {is: 'ready'});
	expect(`it listens elsewhere: ${ready.address}`, ready.address !== undefined && !ready.address.endsWith(`:${port}`));
	return {recoveredMs: performance.now() - askedAt};
}
