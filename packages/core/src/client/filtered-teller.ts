import type { Report } from '../base/diagnostics';
import type { Ledger } from '../base/ledger';
import type { FilteredCounts } from '../stages/gate';

/** Counts what the gate took out of an event, and says so. */
export const filteredTeller =
  (ledger: Ledger, report: Report) =>
  (counts: FilteredCounts, eventId: string): void => {
    const said = Object.entries(counts).map(([rule, count]) => {
      ledger.scrubbed('error', rule, count);
      return `${rule} × ${count}`;
    });
    if (said[0]) report({ code: 'T3006', detail: `${said.join(', ')} in event ${eventId}` });
  };
