import process from 'node:process';
import test from 'ava';
import {openWorld} from '../../helpers/agent-world.js';
import {agentMachine, askedOutside, skipped} from '../../helpers/agents.js';
import {runFile} from '../../helpers/program.js';

test('the world that agents are tested in writes down who looks up or calls somebody outside', async t => {
	const world = await openWorld(t);
	if (askedOutside(t, world) === undefined) {
		// Here it would really go outside.
		return;
	}

	const script = 'require("node:net").connect(443, "192.0.2.1").on("close", () => require("node:dns").lookup("example.com", error => console.log(error.code)))';
	const {stdout} = await runFile(world.inside('/', [process.execPath, '-e', script]), {env: {}, cwd: '/'});
	t.deepEqual(askedOutside(t, world), ['192.0.2.1:443', 'example.com']);
	t.is(stdout, 'ENOTFOUND\n');
});

test('OpenCode asks the registry of npm for its plugin package, and nobody else, in a home folder where it has never been', async t => {
	const machine = await agentMachine({agent: 'opencode', files: () => ({})});
	if (machine === undefined) {
		skipped(t, 'OpenCode');
		return;
	}

	t.teardown(machine.close);
	if (askedOutside(t, machine.world) === undefined) {
		return;
	}

	const {code, stdout, stderr} = await machine.run(['xx', 'onp', '-p', 'how are you']);
	t.is(code, 0, `${stdout}${stderr}`);
	t.deepEqual(askedOutside(t, machine.world), ['registry.npmjs.org']);
});
