import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import * as cliProxy from '../components/cli-proxy.js';
import {livesItsLife} from '../components/contract.js';
import {keepsEarlierMessages, keepsEarlierMessagesKilled} from '../components/headroom-growth.js';
import * as headroom from '../components/headroom.js';
import * as rtk from '../components/rtk.js';
import {isInPlainWatch, isOnTheScreen} from '../components/screen.js';
import {startWorld, type World} from '../components/world.js';
import {somePort} from '../helpers/component.js';
import {startDemoUpstream, type DemoUpstream} from '../helpers/demo.js';
import {putFakes} from '../helpers/fake-programs.js';
import {temporaryHome} from '../helpers/home.js';
import {installFakeHeadroom} from '../helpers/install-fake-headroom.js';
import {storyMs} from '../helpers/until.js';

// What `npm run e2e:components` asks of the real ones, asked of the fakes.

/** Long enough for a busy machine, short enough to see that it was kept. */
const deadlineMs = 5000;

async function withFakes(t: ExecutionContext): Promise<{readonly world: World; readonly upstream: DemoUpstream}> {
	t.timeout(storyMs);
	const {user} = temporaryHome(t);
	const programs = [putFakes(path.join(user, 'programs'), ['rtk', 'cliproxyapi']), installFakeHeadroom(path.join(user, 'headroom')).bin];
	const upstream = await startDemoUpstream(t);
	const [headroomPort, cliProxyPort] = [await somePort(), await somePort()];
	const world = await startWorld(t, {programs, config: {
		gateway: {port: 0},
		services: {headroom: {port: headroomPort}, 'cli-proxy': {port: cliProxyPort, enabled: true}},
		compression: {deadline_ms: deadlineMs},
		providers: {box: {base_url: upstream.address, wires: ['messages', 'chat']}},
	}});
	return {world, upstream};
}

for (const id of ['cli-proxy', 'headroom']) {
	test(`has a fake ${id} up, well, killed, back within its back-off, and down`, async t => {
		const {world} = await withFakes(t);
		await t.notThrowsAsync(livesItsLife(world, id));
	});
}

test('sends requests through a fake CLI proxy and says what it counts, and why it cannot start', async t => {
	const {world, upstream} = await withFakes(t);
	cliProxy.giveAccount(world, upstream);
	await world.clutch('up', 'gateway', 'cli-proxy', '--no-wait');
	await t.notThrowsAsync(cliProxy.answersWhatIsRoutedToIt(world, upstream));
	await t.notThrowsAsync(cliProxy.isShownAsItCounts(world));
	await world.clutch('down', 'cli-proxy');
	await world.state('cli-proxy', 'stopped');
	await t.notThrowsAsync(cliProxy.saysWhyItCannotStart(world));
});

test('sends requests through a fake Headroom, loses none where that is stopped, and says what it counts', async t => {
	const {world, upstream} = await withFakes(t);
	await world.clutch('up', 'gateway', 'headroom', '--no-wait');
	await t.notThrowsAsync(headroom.isWarm(world));
	await t.notThrowsAsync(headroom.shortensRequests(world, upstream));
	await t.notThrowsAsync(keepsEarlierMessages(world, upstream));
	await t.notThrowsAsync(keepsEarlierMessagesKilled(world, upstream));
	await t.notThrowsAsync(headroom.costsNothingStopped(world, {upstream, deadlineMs}));
	await t.notThrowsAsync(headroom.isShownAsItCounts(world));
	await t.notThrowsAsync(isInPlainWatch(world, ['headroom']));
	await t.notThrowsAsync(isOnTheScreen(world, {headroom: [/saved .* tokens/]}));
});

test('puts the hook of a fake RTK into the settings, shows what it saved, and takes the hook away', async t => {
	const {world} = await withFakes(t);
	await t.notThrowsAsync(rtk.takesItsHook(world));
	await t.notThrowsAsync(rtk.rewrites(world));
	await t.notThrowsAsync(rtk.isShownAsItCounts(world));
	await t.notThrowsAsync(rtk.givesBackItsHook(world));
});
