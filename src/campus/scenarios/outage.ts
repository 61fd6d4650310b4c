import { PlatformBase } from '../kit/platform-base.ts'
import { namespaceNames } from '../platforms/skillcore/hub.ts'
import type { ExpectedAlert, Scenario, ScenarioPlan, ScenarioStage } from './scenario.ts'

/* SkillCore goes down in two steps, as servers do: first the gradebook's part, then the process; then it is started again. */

const BROKEN = '/gradebook'
const CLOSED_AT = 10
const CRASH_AT = 35
const BACK_AT = 75

export const outage: Scenario = {
  name: 'outage',
  title: 'SkillCore loses its gradebook, then the entire server, for 40 seconds; the other platforms go on.',
  needs: ['skillcore'],
  // A console's waits have grown to half a minute by then.
  seconds: 150,
  plan,
}

function plan(stage: ScenarioStage): ScenarioPlan {
  const platform = stage.platform('skillcore')
  if (!(platform instanceof PlatformBase)) throw new Error('outage needs a platform that is one process')
  const putBack = async (): Promise<void> => {
    platform.openNamespace(BROKEN)
    await platform.start()
  }
  return {
    steps: [
      { second: CLOSED_AT, platform: 'skillcore', what: `${BROKEN} is not available`, run: () => platform.closeNamespace(BROKEN) },
      { second: CRASH_AT, platform: 'skillcore', what: 'the server is killed', run: () => platform.crash() },
      { second: BACK_AT, platform: 'skillcore', what: 'the server is back, with all namespaces', run: putBack },
    ],
    expected: [
      { platform: 'skillcore', kind: 'rule', cause: 'platform-down', severity: 'critical', state: 'resolved', parent: null },
      // The gradebook's is there before and folds when all is down; the others begin folded. As deployed there is no default
      // namespace: it is down before, and stays so.
      ...namespaceNames.map((namespace): ExpectedAlert => ({
        platform: 'skillcore', kind: 'rule', cause: 'namespace-down', severity: 'warning', namespace, state: namespace === '/' && stage.asDeployed ? 'open' : 'resolved', parent: 'platform-down',
      })),
    ],
    putBack,
  }
}
