import {isSecretName, maskArguments} from '../config/secrets.js';
import {redact} from '../log/redact.js';
import type {Recipe} from './session.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a program depends on and another terminal may have otherwise: where programs and their files are, the language, the tools that are switched on. Everything else comes from the terminal that asks for the restore. */
const remembered: ReadonlySet<string> = new Set([
	'PATH', 'HOME', 'SHELL', 'LANG', 'LANGUAGE', 'TZ', 'COLORTERM', 'EDITOR', 'VISUAL', 'PAGER', 'MANPATH',
	'VIRTUAL_ENV', 'CONDA_PREFIX', 'CONDA_DEFAULT_ENV', 'PYENV_ROOT', 'PYENV_VERSION', 'PYTHONPATH',
	'NVM_DIR', 'NVM_BIN', 'NVM_INC', 'VOLTA_HOME', 'FNM_DIR', 'PNPM_HOME', 'BUN_INSTALL', 'NODE_PATH',
	'JAVA_HOME', 'GOPATH', 'GOROOT', 'CARGO_HOME', 'RUSTUP_HOME', 'GEM_HOME', 'RBENV_VERSION', 'MISE_ENV', 'ASDF_DIR',
	'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS',
	'CLAUDE_CONFIG_DIR', 'CODEX_HOME', 'QWEN_HOME', 'PI_CODING_AGENT_DIR', 'PI_CODING_AGENT_SESSION_DIR', 'OPENCODE_CONFIG', 'OPENCODE_CONFIG_DIR', 'HERMES_HOME', 'ANTE_HOME',
	// Without it an agent that refuses to skip approvals as root would refuse after a restore.
	'IS_SANDBOX',
	...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'].flatMap(name => [name, name.toLowerCase()]),
]);

/** The socket folder of a login is another one after the next. */
const patterns = [/^LC_\w+$/, /^XDG_(?:CONFIG|DATA|STATE|CACHE)_(?:HOME|DIRS)$/] as const;

/** A value longer than this is no setting of a terminal. */
const longest = 32_768;

/** The variables of a terminal that a recipe keeps. None whose name or value looks like a secret, such as a proxy's address with a password in it. */
export function rememberedEnvironment(env: Environment): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => {
		const isWanted = remembered.has(name) || patterns.some(pattern => pattern.test(name));
		return value !== undefined && isWanted && value.length <= longest && !isSecretName(name) && redact(`${name}=${value}`) === `${name}=${value}` && !hasCredentials(value) ? [[name, value] as const] : [];
	}));
}

/** The environment in which a session is started again: that of the terminal that asks, with what the recipe remembers over it. */
export function restoredEnvironment(asking: Environment, {environment}: Pick<Recipe, 'environment'>): Environment {
	return {...asking, ...environment};
}

/** What a recipe says of arguments: they themselves, or, where a secret is among them, only that there were some. */
export function rememberedArguments(args: readonly string[]): Pick<Recipe, 'args' | 'withheld'> {
	const masked = maskArguments(args);
	return args.every((argument, index) => argument === masked[index]) ? {args} : {withheld: true};
}

/** `user:password@host`, also without the scheme that a proxy's address may leave out. */
function hasCredentials(value: string): boolean {
	return /(?:^|\/\/)[^/\s:@]+:[^/\s@]+@/.test(value);
}
