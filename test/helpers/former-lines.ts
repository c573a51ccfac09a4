/** Every command line in the READMEs of the four projects that Clutch takes the place of, once each. `docs/migrating.md` says what becomes of them. */
export const formerLines: readonly string[] = [
	// Clutch Gateway
	'git clone <repo>', 'cd claude-code-proxy', 'cp .env.example .env', './proxies up', 'bash scripts/install-aliases.sh', 'exec zsh', 'source ~/.zshrc', 'xx cip',
	'cc', 'ccc', 'cc-debug', 'cc-ds', 'cc -m claude/sonnet-4',
	'hsi', 'hsr', 'hsi-bp', 'xx hif',
	'psi', 'psi-c', 'psi-ds',
	'codex-run', 'codex-res', 'xx xid',
	'qw', 'antigravity', 'ante', 'oc',
	'xx hip -s abc123', 'xx pip -s abc123', 'xx gip -s abc123', 'xx cip -s abc123', 'xx cip --session abc123', 'xx cip -s <id>', 'xx pip -s <id>',
	'xx cip -m gpt-4o', 'xx hip -m claude/sonnet-4', 'xx qcpd -p "refactor this"',
	'xx hip', 'xx xcf', 'xx qip', 'xx pip', 'xx gip', 'xx aip', 'xx ccf', 'xx pipd', 'xx cid',
	'xx cipm', 'xx cipf', 'xx cIpf "task"',
	'proxies up', 'proxies down', 'proxies status', 'proxies logs', 'proxies watch', 'proxies config show', 'proxies restart headroom',
	'cd <model-scan> && ./model-scan --refresh-all',
	'curl http://127.0.0.1:8082/health',
	'rtk claude --dangerously-skip-permissions', 'rtk hermes --yolo --accept-hooks chat', 'rtk pi --provider openai',
	// claude-code-proxy
	'claude-code-proxy', 'claude-code-proxy status', 'claude-code-proxy stop', 'claude-code-proxy version', 'claude-code-proxy help',
	'claude-code-proxy -d', 'claude-code-proxy --debug', 'claude-code-proxy -s', 'claude-code-proxy --simple', 'claude-code-proxy -d -s',
	'ccp chat', 'ccp --version', 'ccp code /path/to/project',
	'export ANTHROPIC_BASE_URL=http://localhost:8082', 'claude chat',
	'go mod download', 'go build -o claude-code-proxy cmd/claude-code-proxy/main.go', 'make build', 'make install', 'make build-all', 'go run …',
	'go test ./...', 'go test -v ./...', 'go test -cover ./...', 'go test -run NAME ./...', 'go fmt', 'golangci-lint run', 'sudo cp … /usr/local/bin/',
	// claude-code-multirouter
	'npm install', 'npm run build', 'node dist/server.js', 'ANTHROPIC_BASE_URL=http://localhost:3456 claude',
	'npm install -g @openai/codex', 'codex --login', 'ccr-start', 'ccr-stop', 'claudem [args]',
	'curl http://localhost:3456/api/usage', 'http://localhost:3456/dashboard',
	// ccproxy
	'uv tool install git+…', 'pipx install git+…', 'pip install git+…',
	'ccproxy install', 'ccproxy install --force', 'python -m ccproxy install', 'ccproxy start', 'ccproxy start --detach', 'ccproxy stop',
	'ccproxy logs', 'ccproxy logs -f', 'ccproxy logs -n LINES',
	'ccproxy run <command> [args…]', 'ccproxy run claude --version', 'ccproxy run claude -p "Explain quantum computing"', 'ccproxy run curl http://localhost:4000/health', 'ccproxy run python my_script.py',
	'export ANTHROPIC_BASE_URL=http://localhost:4000', 'claude -p "Explain quantum computing"',
];
