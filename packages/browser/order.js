// In which order the modules of a page stand in what is built: one in which gzip has what repeats near at hand.
// `npm run order` finds one and writes it here.
/* oxlint-disable import/no-unassigned-import -- only where a module stands is said here. */
import './src/later';
import './src/listen';
import './src/contexts';
import './src/our-frame';
import './src/around';
import './src/stack-parser';
import './src/element';
import './src/page-trace';
import './src/integrations/http-context';
import './src/version';
import './src/requests';
import './src/spool/database';
import './src/thrown-through-us';
import './src/later-task';
import './src/navigation';
import './src/integrations/trace-propagation';
import './src/integrations/breadcrumbs';
import './src/integrations/global-handlers';
import './src/integrations/browser-api-errors';
import './src/sender';
import './src/integrations/browser-session';
import './src/spool/writer';
import './src/spool/journal';
import './src/console-report';
import './src/spool/holder';
import './src/spool/take';
import './src/spool/page-spool';
import './src/runtime';
import './src/integrations/last-words';
import './src/init';
