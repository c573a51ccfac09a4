import process from 'node:process';

type Guard = {
	/** Puts the terminal right; called on every way out, more than once perhaps. */
	readonly restore: () => void;
	readonly resume: () => void;
	readonly onFailure: (error: unknown) => void;
};

/**
Leaves the terminal as it was found on every way out that a process sees: its end, an error nobody caught, being stopped and continued. What it cannot see (`kill -9`) the launcher puts right. The returned function takes the guard away.
*/
export function guardTerminal({restore, resume, onFailure}: Guard): () => void {
	const onStop = () => {
		restore();
		// Only now really stopped: the handler has taken the place of the system's own doing.
		process.kill(process.pid, 'SIGSTOP');
	};

	process.on('exit', restore);
	process.on('uncaughtException', onFailure);
	process.on('unhandledRejection', onFailure);
	process.on('SIGTSTP', onStop);
	process.on('SIGCONT', resume);
	return () => {
		restore();
		process.off('exit', restore);
		process.off('uncaughtException', onFailure);
		process.off('unhandledRejection', onFailure);
		process.off('SIGTSTP', onStop);
		process.off('SIGCONT', resume);
	};
}
