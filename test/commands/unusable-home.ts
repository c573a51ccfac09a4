import {existsSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {temporaryHome, type Home} from '../helpers/home.js';
import {runProgram} from '../helpers/program.js';

/** The folder as the sentence names it, and why it is none. */
type Unusable = {readonly home: string; readonly problem: string};

const belowFile = ({user}: Home): Unusable => {
	const file = path.join(user, 'file');
	writeFileSync(file, '');
	return {home: path.join(file, 'below'), problem: 'a file is in the way'};
};

const cases: Readonly<Record<string, (home: Home) => Unusable>> = {
	'a device': () => ({home: '/dev/null', problem: 'a file is in the way'}),
	'a folder below a file': belowFile,
	'a folder with too long a name': () => ({home: `/tmp/${'a'.repeat(300)}`, problem: 'its path is too long'}),
	'a folder at the end of too long a path': () => ({home: `/tmp${'/abcdefghi'.repeat(405)}`, problem: 'its path is too long'}),
};

const commands = [['clutch', 'sessions'], ['clutch', 'status'], ['clutch', 'spawn', '--', 'true'], ['clutch', 'up'], ['clutch', 'down'], ['clutch', 'restore'], ['clutch', 'run', 'true'], ['cg_run', 'true']] as const;

const refuses = test.macro({
	async exec(t: ExecutionContext, unusable: (home: Home) => Unusable) {
		const home = temporaryHome(t);
		const {home: CLUTCH_HOME, problem} = unusable(home);
		for (const argv of commands) {
			const {code, stdout, stderr} = await runProgram(argv, {home, env: {CLUTCH_HOME}});
			const named = CLUTCH_HOME.length > 255 ? `${CLUTCH_HOME.slice(0, 60)}…` : `${CLUTCH_HOME}/state`;
			t.deepEqual([argv, code, stdout, stderr.replace('clutchd …\n', '')], [argv, 1, '', `The directory ${named} cannot be used: ${problem}.\nMake it yours and writable, or set CLUTCH_HOME to another folder.\n`]);
		}

		t.false(existsSync(CLUTCH_HOME) && CLUTCH_HOME !== '/dev/null');
	},
	title: (_, unusable) => `refuses ${Object.entries(cases).find(([, each]) => each === unusable)?.[0] ?? ''} as its home, in a sentence, before anything starts`,
});

for (const unusable of Object.values(cases)) {
	test.serial(refuses, unusable);
}
