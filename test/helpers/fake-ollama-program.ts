/**
Run as a program: a fake Ollama, as far as Clutch meets it: `serve` at `OLLAMA_HOST`, `--version`, and the answers by which it is known and asked. It imports nothing of ours, so that it starts as fast as a program. `FAKE_OLLAMA_MODELS` has the names of its models, with commas between them.
*/
import http from 'node:http';
import process from 'node:process';

const {OLLAMA_HOST: host = '127.0.0.1:11434', FAKE_OLLAMA_MODELS: names = 'qwen3:8b,llama3.2:3b'} = process.env;
const models = names.split(',').filter(name => name !== '');

if (process.argv[2] === '--version') {
	process.stdout.write('Warning: could not connect to a running Ollama instance\nWarning: client version is 0.12.6\n');
} else {
	serve();
}

function serve(): void {
	const answers = new Map<string, unknown>([
		['/api/version', {version: '0.12.6'}],
		['/api/tags', {models: models.map(name => ({name, model: name, size: 5_200_000_000, details: {family: name.split(':')[0]}}))}],
		['/v1/models', {object: 'list', data: models.map(id => ({id, object: 'model', created: 1_760_000_000, owned_by: 'library'}))}],
	]);
	const server = http.createServer((incoming, outgoing) => {
		const found = answers.get(incoming.url ?? '');
		if (incoming.url === '/') {
			outgoing.end('Ollama is running');
			return;
		}

		outgoing.writeHead(found === undefined ? 404 : 200, {'content-type': 'application/json'});
		outgoing.end(JSON.stringify(found ?? {error: 'not found'}));
	});
	server.on('error', () => {
		process.stderr.write(`Error: listen tcp ${host}: bind: address already in use\n`);
		process.exitCode = 1;
	});
	server.listen(Number(host.split(':')[1]), '127.0.0.1');
	process.on('SIGTERM', () => {
		server.close();
		server.closeAllConnections();
	});
}
