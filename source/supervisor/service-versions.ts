import {statSync} from 'node:fs';
import {searchPathWithComponents} from '../io/component-folder.js';
import type {ServiceSpec} from '../core/service/spec.js';
import {findProgram} from '../io/service-program.js';
import {runTool} from '../io/tool.js';
import type {SupervisorContext} from './context.js';
import type {ServiceMemory} from './service-memory.js';

export type ServiceVersions = {
	/** What the program of a row calls itself; undefined where it has no way to say, or did not. */
	readonly ask: (spec: ServiceSpec) => Promise<string | undefined>;
};

type Options = {readonly context: Pick<SupervisorContext, 'paths' | 'env' | 'signal'>; readonly memory: Pick<ServiceMemory, 'version' | 'keepVersion'>};

/** Asks each program once, and again when its file is another one: some take seconds of work to say it. */
export function createVersions({context: {paths, env, signal}, memory}: Options): ServiceVersions {
	const asking = new Map<string, Promise<string | undefined>>();

	const run = async (file: string, {version, kind}: ServiceSpec) => {
		if (version === undefined) {
			return undefined;
		}

		const [, ...args] = version.argv;
		const {stdout, stderr} = await runTool([file, ...args], {env: kind === 'component' ? {...env, PATH: searchPathWithComponents(env.PATH, paths)} : env, signal, deadlineMs: version.deadlineMs});
		const expression = new RegExp(version.pattern);
		return (expression.exec(stdout) ?? expression.exec(stderr))?.[1]?.slice(0, 60);
	};

	return {
		async ask(spec) {
			if (spec.version === undefined) {
				return undefined;
			}

			const found = findProgram({...spec, argv: spec.version.argv}, {paths, env});
			if (found.status !== 'found') {
				return undefined;
			}

			const program = [found.path, ...spec.version.argv.slice(1)].join(' ');
			const stamp = `${stampOf(found.path)} ${spec.version.pattern}`;
			const known = memory.version(program, stamp) ?? await asking.get(program);
			if (known !== undefined) {
				return known;
			}

			const answer = run(found.path, spec);
			asking.set(program, answer);
			const version = await answer;
			asking.delete(program);
			if (version !== undefined) {
				memory.keepVersion(program, {stamp, version});
			}

			return version;
		},
	};
}

function stampOf(file: string): string {
	try {
		const {ino, size, mtimeMs} = statSync(file);
		return `${ino}:${size}:${mtimeMs}`;
	} catch {
		// It went just now: the next look finds that too.
		return '-';
	}
}
