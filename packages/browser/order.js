// In which order the modules of a page stand in what is built: one in which gzip has what repeats near at hand.
// `npm run order` finds one and writes it here.
/* oxlint-disable import/no-unassigned-import -- only where a module stands is said here. */
import './src/version';
import './src/our-frame';
import './src/contexts';
import './src/around';
import './src/element';
import './src/later';
import './src/listen';
import './src/requests';
import './src/later-task';
import './src/navigation';
import './src/integrations/browser-api-errors';
import './src/page-trace';
import './src/integrations/trace-propagation';
import './src/integrations/http-context';
import './src/stack-parser';
import './src/integrations/global-handlers';
import './src/integrations/last-words';
import './src/integrations/browser-session';
import './src/spool/database';
import './src/spool/writer';
import './src/spool/holder';
import './src/spool/take';
import './src/sender';
import './src/spool/journal';
import './src/spool/page-spool';
import './src/report';
import './src/integrations/breadcrumbs';
import './src/runtime';
import './src/init';
