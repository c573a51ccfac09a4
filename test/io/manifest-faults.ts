import test from 'ava';
import {openOn, contradictions, crashAt, interleavings, manualClock, refusals, refuseAt, session, stories, tellStory} from '../helpers/manifest-story.js';
import {createMemoryDisk, survivals} from '../helpers/memory-disk.js';

test('knows everything that was safe after a crash at any moment', t => {
	const all = interleavings();
	t.log(`${all.length} moments, ${survivals.length} kinds of crash each`);
	t.true(all.length > 150);
	t.deepEqual(all.flatMap(each => crashAt(each)), []);
});

test('writes everything that was missed once a full disk has room, whenever it got full and whenever that is cut off', t => {
	const all = refusals();
	t.log(`${all.length} moments, ${survivals.length} kinds of crash each`);
	t.true(all.length > 150);
	t.deepEqual(all.flatMap(each => refuseAt(each).problems), []);
});

test('a single failure of any call costs nothing and is mended at once or at the next try', t => {
	for (const story of stories) {
		const disk = story.disk();
		tellStory(story, {disk, clock: manualClock()});
		for (let call = 1; call <= disk.calls(); call++) {
			const once = story.disk();
			const clock = manualClock();
			once.setFault(number => number === call ? 'EIO' : undefined);
			const told = tellStory(story, {disk: once, clock, meanwhile: clock.ring});
			t.deepEqual(survivals.flatMap(survival => contradictions(once.afterCrash(survival), told)), [], `${story.name}, call ${call}`);
		}
	}
});

test('a full disk is told once, costs nothing that is in memory, and is told once when it is over', t => {
	const disk = createMemoryDisk();
	const clock = manualClock();
	const told: Array<string | undefined> = [];
	const manifest = openOn(disk, {clock, onTrouble(trouble) {
		told.push(trouble?.problem);
	}});
	manifest.append({type: 'created', session: session('a')});
	disk.setFault(() => 'ENOSPC');
	for (const id of ['b', 'c', 'd']) {
		manifest.append({type: 'created', session: session(id)});
		clock.ring();
	}

	t.deepEqual([told, manifest.trouble()], [['the disk is full'], {doing: 'written', problem: 'the disk is full'}]);
	t.deepEqual(manifest.sessions().map(({id}) => id), ['a', 'b', 'c', 'd']);
	disk.setFault(() => undefined);
	clock.ring();
	t.deepEqual([told, manifest.trouble()], [['the disk is full', undefined], undefined]);
	const again = openOn(disk.afterCrash('synced'));
	t.deepEqual([again.sessions().map(({id}) => id), again.quarantined], [['a', 'b', 'c', 'd'], []]);
	manifest.close();
});

test('a file that the disk does not give is left where it is, and read again another time', t => {
	const disk = createMemoryDisk();
	const first = openOn(disk);
	first.append({type: 'created', session: session('a')});
	first.append({type: 'created', session: session('b')});
	first.close();
	const before = disk.files();

	let reads = 0;
	const unwilling = {...disk, read(file: string) {
		reads++;
		if (file.endsWith('journal-1.jsonl')) {
			throw Object.assign(new Error('EIO'), {code: 'EIO'});
		}

		return disk.read(file);
	}};
	const second = openOn(unwilling);
	t.true(reads > 0);
	t.deepEqual([second.sessions(), second.quarantined, second.trouble()], [[], ['/manifest/journal-1.jsonl'], undefined]);
	for (let index = 0; index < 100; index++) {
		second.append(index === 0 ? {type: 'created', session: session('c')} : {type: 'renamed', id: 'c', name: `c${index}`});
	}

	second.close();
	t.is(disk.files()['/manifest/journal-1.jsonl'], before['/manifest/journal-1.jsonl']);
	const third = openOn(disk);
	t.deepEqual(third.sessions().map(({id, name}) => [id, name]), [['a', 'a'], ['b', 'b'], ['c', 'c99']]);
	third.close();
});

test('a folder that cannot be read is waited for, and what happens meanwhile is added to it', t => {
	const disk = createMemoryDisk();
	const first = openOn(disk);
	first.append({type: 'created', session: session('a', 'mine')});
	first.append({type: 'created', session: session('b')});
	first.close();

	const clock = manualClock();
	disk.setFault(() => 'EIO');
	const told: Array<string | undefined> = [];
	const second = openOn(disk, {clock, onTrouble(trouble) {
		told.push(trouble?.doing);
	}});
	t.deepEqual([second.sessions(), told], [[], ['written']]);
	// The holder of one of them lives, and nobody knows more than that.
	second.append({type: 'created', session: session('a', 'unknown')});
	second.append({type: 'started', id: 'a', pid: 9});
	second.append({type: 'created', session: session('c')});
	disk.setFault(() => undefined);
	clock.ring();
	t.deepEqual(told, ['written', undefined]);
	t.deepEqual(second.sessions().map(({id, name}) => [id, name]), [['a', 'mine'], ['b', 'b'], ['c', 'c']]);
	second.close();
	t.deepEqual(openOn(disk.afterCrash('synced')).sessions().map(({id, name, state}) => [id, name, state.status === 'live' ? state.pid : 0]), [['a', 'mine', 9], ['b', 'b', 5], ['c', 'c', 5]]);
});

test('a journal that gets long becomes a snapshot while it runs, and five generations are kept', t => {
	const disk = createMemoryDisk();
	const manifest = openOn(disk);
	manifest.append({type: 'created', session: session('a')});
	for (let index = 0; index < 60; index++) {
		manifest.append({type: 'renamed', id: 'a', name: `name ${index}`});
	}

	const names = Object.keys(disk.files()).filter(name => name.includes('snapshot')).toSorted();
	t.deepEqual(names, [3, 4, 5, 6, 7].map(number => `/manifest/snapshot-${number}.json`));
	t.deepEqual(openOn(disk.afterCrash('synced')).sessions().map(({name}) => name), ['name 59']);
	manifest.close();
});
