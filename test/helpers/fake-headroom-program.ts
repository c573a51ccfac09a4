/**
Run as a program: a fake Headroom with the arguments of the real one. `FAKE_HEADROOM_TROUBLE` names what is to go wrong in it (`no-extras`, `no-core`, `mute`), `FAKE_HEADROOM_LOADING` how many milliseconds nobody is answered after its start, `FAKE_HEADROOM_UNKNOWN` flags that this version does not know, with commas between them, `FAKE_HEADROOM_VERSION` which it is.
*/
import process from 'node:process';
import {fakeHeadroomVersion, startFakeHeadroom} from './fake-headroom.js';

/** The flags of `headroom proxy` that Clutch has a use for, as 0.42.0 prints them. */
const flags = ['--host TEXT', '--port, -p INTEGER', '--mode TEXT', '--no-optimize', '--no-cache', '--no-rate-limit', '--no-subscription-tracking', '--no-ccr', '--lossless', '--disable-kompress', '--disable-kompress-fallback', '--no-telemetry', '--anthropic-api-url TEXT', '--openai-api-url TEXT', '--anthropic-extra-headers TEXT', '--openai-extra-headers TEXT', '--stateless', '--log-messages'];

const {FAKE_HEADROOM_TROUBLE: trouble, FAKE_HEADROOM_LOADING: loading = '0', FAKE_HEADROOM_UNKNOWN: unknown = '', FAKE_HEADROOM_VERSION: version = fakeHeadroomVersion} = process.env;
const args = process.argv.slice(2);
const nameOf = (flag: string) => flag.split(/[ ,]/)[0] ?? '';
const known = flags.filter(flag => !unknown.split(',').includes(nameOf(flag)));
const valueOf = (flag: string) => args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined;

process.exitCode = await run();

async function run(): Promise<number> {
	if (args.includes('--version')) {
		process.stdout.write(`headroom, version ${version}\n`);
		return 0;
	}

	if (args.includes('--help')) {
		process.stdout.write(`Usage: headroom proxy [OPTIONS]\n\n  Start the optimization proxy server.\n\nOptions:\n${known.map(flag => `  ${flag}\n                                  What it does.\n`).join('')}  -?, --help                      Show this message and exit.\n`);
		return 0;
	}

	const wrong = args.find(argument => argument.startsWith('--') && !known.some(flag => nameOf(flag) === argument));
	if (wrong !== undefined) {
		process.stderr.write(`Usage: headroom proxy [OPTIONS]\nTry 'headroom proxy -?' for help.\n\nError: No such option: ${wrong}\n`);
		return 2;
	}

	if (trouble === 'no-extras') {
		process.stderr.write('Error: Proxy dependencies not installed. Run: pip install headroom-ai[proxy]\nDetails: No module named \'fastapi\'\n');
		return 1;
	}

	if (trouble === 'no-core') {
		process.stderr.write('headroom._core is missing; reinstall the wheel\n');
		return 78;
	}

	await new Promise(resolve => {
		setTimeout(resolve, Number(loading));
	});
	return listen(Number(valueOf('--port') ?? 8787));
}

async function listen(port: number): Promise<number> {
	const extra = valueOf('--anthropic-extra-headers');
	try {
		await startFakeHeadroom({
			port,
			upstream: valueOf('--anthropic-api-url'),
			extraHeaders: extra === undefined ? undefined : JSON.parse(extra) as Readonly<Record<string, string>>,
			trouble: () => trouble === 'mute' ? {type: 'mute'} : undefined,
		});
	} catch {
		process.stderr.write(`Error: Port ${port} on 127.0.0.1 is already in use by another process.\n`);
		return 1;
	}

	process.stdout.write(`Headroom on 127.0.0.1:${port}\n`);
	return 0;
}
