// In which order the modules of a page stand in what is built: one in which gzip has what repeats near at hand.
// `npm run order` finds one and writes it here.
/* oxlint-disable import/no-unassigned-import -- only where a module stands is said here. */
import './src/our-frame';
import './src/later';
import './src/contexts';
import './src/listen';
import './src/around';
import './src/stack-parser';
import './src/element';
import './src/page-trace';
import './src/integrations/http-context';
import './src/requests';
import './src/later-task';
import './src/thrown-through-us';
import './src/spool/database';
import './src/navigation';
import './src/integrations/trace-propagation';
import './src/integrations/breadcrumbs';
import './src/integrations/browser-api-errors';
import './src/integrations/global-handlers';
import './src/version';
import './src/integrations/browser-session';
import './src/spool/writer';
import './src/console-report';
import './src/sender';
import './src/spool/holder';
import './src/spool/journal';
import './src/spool/take';
import './src/spool/page-spool';
import './src/runtime';
import './src/integrations/last-words';
import './src/init';
