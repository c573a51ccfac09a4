import test from 'ava';
import type {Command} from '../../source/core/command.js';
import {createBeside} from '../../source/ui/beside.js';
import {createStore} from '../../source/ui/store.js';
import {temporaryHome} from '../helpers/home.js';
import {root} from '../helpers/program.js';

test('the log of a service beside is followed, and takes its keys itself', async t => {
	const home = temporaryHome(t);
	const commands: Command[] = [];
	const size = () => ({cols: 120, rows: 36});
	const nothing = () => {
		// Nobody looks.
	};

	const store = createStore({startsByItself: true, sidebar: 'shown', focused: undefined, size, onChange: nothing, onEffect: nothing});
	const link = {
		async call(command: Command) {
			commands.push(command);
		},
	};
	const beside = createBeside({store, link, env: home.env, cwd: home.project, paneSize: size, paths: home.paths, signal: new AbortController().signal});
	await beside({type: 'log', service: 'web'}, undefined);
	const [opened] = commands;
	t.deepEqual(opened?.type === 'session.open' ? [opened.launch.file, opened.launch.args, opened.name] : opened, [`${root}bin/clutch`, ['logs', 'web', '--follow', '--keys'], 'web']);
});
