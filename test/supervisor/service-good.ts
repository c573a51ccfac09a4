import test from 'ava';
import type {ServiceFacts} from '../../source/core/service/service.js';
import {watchClutchd, type Watcher} from '../helpers/clutchd.js';
import {changeConfig, serviceHome, whenService} from '../helpers/services.js';

function factsOf(watcher: Watcher): ServiceFacts | undefined {
	return watcher.state().services.find(({id}) => id === 'plain')?.facts;
}

test('what a service without probes was started with is good once somebody ends it, and its failing starts are not', async t => {
	const script = 'test "$MODE" = good || { echo bad mode; exit 4; }; exec sleep 1000';
	const row = (env: Readonly<Record<string, string>>) => ({argv: ['/bin/sh', '-c', script], env});
	const home = serviceHome(t, {services: () => ({plain: row({MODE: 'good'})})});
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up'});
	await whenService(watcher, 'plain', {is: 'ready'});
	changeConfig(home, services => {
		services.plain = row({MODE: 'evil', MORE: '1'});
	});
	await watcher.waitFor('its change is known', () => factsOf(watcher)?.note !== undefined);
	await watcher.client.call({type: 'service.restart', id: 'plain'});
	await whenService(watcher, 'plain', {is: 'backing-off', when: ({attempt}) => attempt === 2});
	t.deepEqual(factsOf(watcher)?.crash?.changed, ['MODE', 'MORE']);
});
