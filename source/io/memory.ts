import v8 from 'node:v8';
import vm from 'node:vm';

type Collect = (how: {readonly type: 'major'; readonly execution: 'sync'; readonly flavor: 'last-resort'} | {readonly type: 'minor'; readonly execution: 'sync'}) => void;

let collect: Collect | undefined;

/** For a program that has nothing that runs hot: code that is not optimized takes less memory. Said on the command line, or before all is loaded, the runtime would throw away what is compiled already of its own modules, and take half as long again to start. */
export function optimizeNothing(): void {
	v8.setFlagsFromString('--no-opt');
	v8.setFlagsFromString('--no-maglev');
}

/** Gives back what is not used any more, in some tens of milliseconds. The runtime itself waits until there is much of it, which is right for one program and wrong for many small ones. */
export function releaseMemory(): void {
	collect ??= findCollector();
	// The flavor also gives back the pages that are left almost empty, 2 MB of them after a flood.
	collect({type: 'major', execution: 'sync', flavor: 'last-resort'});
}

/** Gives back what was used only a moment ago, in about a millisecond: the runtime counts small objects and not the large buffers that hang on them. */
export function releaseYoung(): void {
	collect ??= findCollector();
	collect({type: 'minor', execution: 'sync'});
}

/** Contexts that are made from now on have it. */
function findCollector(): Collect {
	v8.setFlagsFromString('--expose-gc');
	return vm.runInNewContext('gc') as Collect;
}
