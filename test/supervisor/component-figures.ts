import path from 'node:path';
import test from 'ava';
import type {ServiceFigure} from '../../source/core/service/service.js';
import {identify, signalProcess} from '../../source/io/process-identity.js';
import {somePort} from '../helpers/component.js';
import {watchClutchd, type Watcher} from '../helpers/clutchd.js';
import {putFakes} from '../helpers/fake-programs.js';
import {serviceHome, stateOf, whenService} from '../helpers/services.js';
import {until} from '../helpers/until.js';

const models: readonly ServiceFigure[] = [{name: 'models', text: '2', meaning: 'qwen3:8b, llama3.2:3b', value: 2}];

function figuresOf(watcher: Watcher): readonly ServiceFigure[] | undefined {
	return watcher.state().services.find(({id}) => id === 'ollama')?.facts?.figures;
}

/** Each time somebody looks, components are asked, and again where one was too slow to answer. */
async function whenItSays(watcher: Watcher): Promise<void> {
	await until('it says what it has', async () => {
		await watcher.client.call({type: 'status'});
		return figuresOf(watcher)?.length === 1;
	});
}

test('what a fake Ollama said of itself ends with its process, and the next one is asked at once', async t => {
	const home = serviceHome(t, {services: () => ({ollama: {enabled: true, port: 0, liveness: {tcp: true, every_seconds: 3600}}})});
	const port = await somePort();
	const watcher = await watchClutchd(t, {home: {...home, env: {...home.env, PATH: `${putFakes(path.join(home.home, 'programs'), ['ollama'])}:${home.env.PATH ?? ''}`}}});
	await watcher.client.call({type: 'service.start', id: 'ollama', port});
	const first = await whenService(watcher, 'ollama', {is: 'ready'});
	await whenItSays(watcher);
	t.deepEqual(figuresOf(watcher), models);

	const identity = identify(first.pid);
	t.true(identity !== undefined && signalProcess(identity, 'SIGKILL'));
	await watcher.waitFor('it is gone', () => stateOf(watcher, 'ollama')?.status !== 'ready');
	const told = watcher.events.length;
	await whenService(watcher, 'ollama', {is: 'ready', when: ({pid}) => pid !== first.pid});
	const since = watcher.events.slice(told - 1).flatMap(event => event.type === 'service.changed' && event.service.id === 'ollama' ? [event.service] : []);
	const untilReady = since.slice(0, since.findIndex(({state}) => state.status === 'ready') + 1);
	t.true(untilReady.length > 0);
	t.deepEqual(untilReady.filter(({facts}) => facts?.figures.length !== 0), []);

	// Not first after the pause that is made between two questions to the same process.
	const asked = performance.now();
	await whenItSays(watcher);
	t.log(`it said so after ${Math.round(performance.now() - asked)} ms`);
	t.deepEqual(figuresOf(watcher), models);

	await watcher.client.call({type: 'service.stop', id: 'ollama'});
	t.deepEqual([stateOf(watcher, 'ollama')?.status, figuresOf(watcher)], ['stopped', []]);
});
