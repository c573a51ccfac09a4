import type {ClientState} from '../core/client/state.js';
import type {AgentRow} from '../core/launch/agent.js';
import type {RestoreOffer} from '../core/session/restore.js';
import type {Instant, SessionId} from '../core/session/session.js';
import type {Library} from '../core/view/box/library.js';
import type {Installed, Repository} from '../core/view/home/home.js';
import type {Size} from '../core/view/work/layout.js';
import type {LinkState} from '../core/view/text/link-state.js';
import type {Navigation} from '../core/view/navigation/navigation.js';
import type {Line} from '../core/view/text/spans.js';
import type {Charts} from './chart.js';
import type {Paint} from './theme.js';

/** All that the chrome is drawn from. Pane cells are not in it: they never pass through React. */
export type View = {
	readonly size: Size;
	readonly client: ClientState | undefined;
	readonly link: LinkState;
	readonly linkProblem?: string | undefined;
	readonly navigation: Navigation;
	readonly offer: RestoreOffer | undefined;
	readonly prompts?: Readonly<Record<SessionId, string>> | undefined;
	readonly library: Library;
	readonly agents: readonly AgentRow[];
	readonly installed: Installed;
	readonly hint: readonly Line[];
	readonly big: string | undefined;
	/** Tokens that a model can read, where it is known. */
	readonly windows: Readonly<Record<string, number>>;
	readonly chord: string;
	readonly version: string;
	readonly cwd: string;
	readonly repository: Repository | undefined;
	readonly home: string;
	readonly now: Instant;
	/** Of the clock of the user. @default 0 */
	readonly utcOffsetMs?: number | undefined;
	readonly paint: Paint;
	/** Undefined until they have been loaded, which is when Watch is opened first. */
	readonly charts?: Charts | undefined;
};
