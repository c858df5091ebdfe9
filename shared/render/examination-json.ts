import { type Examination, isAllSeen, type TargetExamination } from '#core/examination.ts';
import { coverageJson, printJson } from './json.ts';
import { mendsOf } from './mend.ts';

/** An examination as JSON, by the schema `examination.schema.json`. It can be printed on a terminal. */
export function renderExaminationJson(examination: Examination): string {
  const { asOf, durationSeconds, calls, caller, auditorArn, organization, notices, targets } = examination;
  return printJson({
    schemaVersion: 1,
    examination: {
      asOf,
      durationSeconds,
      calls,
      caller: { account: caller.account, arn: caller.arn },
      auditor: auditorArn,
      allSeen: isAllSeen(examination),
      organizationListed: organization === undefined,
      kubernetesApi: targets.some(({ inside }) => inside) ? 'LOOKED_AT' : 'NOT_LOOKED_AT',
      notices: notices.map(({ kind, subject, detail }) => ({ kind, subject, detail })),
    },
    mends: mendsOf(examination).map(
      ({ accounts, where, actions, obstacle, detail, remedy, commands, policy, isOptional }) => ({
        accounts,
        where: where.map(({ text }) => text),
        actions,
        obstacle,
        reason: detail === '' ? obstacle : detail,
        remedy: remedy.text,
        commands,
        policy,
        optional: isOptional,
      }),
    ),
    targets: targets.map(targetJson),
  });
}

function targetJson(target: TargetExamination) {
  const { example, answered, unasked, inside } = target;
  return {
    ...coverageJson(target),
    example: example && {
      name: example.name,
      environment: example.placement.environment,
      system: example.placement.system,
    },
    answered,
    unasked,
    kubernetes: inside && {
      answered: inside.answered,
      refused: inside.refused.map(({ call, obstacle, detail }) => ({ call, obstacle, reason: detail })),
    },
  };
}
