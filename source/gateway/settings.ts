import path from 'node:path';
import type {Config, ConfigProblem, ConfigWarning, LoadedConfig} from '../core/config/config.js';
import {warningText} from '../core/config/problem.js';
import type {RunningProvider} from '../core/provider/provider.js';
import {findRunning} from '../io/running-provider.js';
import type {Paths} from '../io/paths.js';
import {watchFiles} from '../io/watch-file.js';

export type Settings = {
	/** What is in force now. A request takes it once and keeps it to its end. */
	readonly current: () => Config;
	/** What is wrong with the file, while an earlier one stays in force. */
	readonly problem: () => ConfigProblem | undefined;
	/** What of the file is not in force, while the rest of it is. */
	readonly mistakes: () => readonly ConfigWarning[];
	/** Where a service that is a provider too listens, if it does. */
	readonly running: (id: string) => RunningProvider | undefined;
	readonly close: () => void;
};

type Options = {
	readonly paths: Paths;
	readonly load: () => LoadedConfig;
	readonly onNote: (level: 'info' | 'warn', text: string) => void;
};

/** The configuration as a running gateway has it: read again when its files change; a broken file changes nothing but what `problem` says. */
export function createSettings({paths, load, onNote}: Options): Settings {
	// Before they are read: what changes meanwhile is read again.
	const watch = watchFiles({
		folder: path.dirname(paths.config),
		names: [path.basename(paths.config), path.basename(paths.env), path.basename(paths.profiles)],
		onChange() {
			const loaded = load();
			({problem} = loaded);
			if (problem) {
				onNote('warn', problemText(problem));
				return;
			}

			({config, mistakes} = loaded);
			onNote('info', 'the configuration was read again');
			noteMistakes();
		},
	});
	let {config, problem, mistakes} = load();
	const noteMistakes = () => {
		for (const mistake of mistakes) {
			onNote('warn', warningText(mistake));
		}
	};

	if (problem) {
		onNote('warn', problemText(problem));
	}

	noteMistakes();

	return {
		current: () => config,
		problem: () => problem,
		mistakes: () => mistakes,
		running: id => findRunning(paths, id),
		close: watch.close,
	};
}

export function problemText({file, line, column, key, wanted, got}: ConfigProblem): string {
	return `${file}:${line}:${column}${key === '' ? '' : ` (${key})`}: wanted ${wanted}, got ${got}; the configuration before it stays in force`;
}
