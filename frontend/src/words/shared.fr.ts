import type { SharedWords } from './shared.en';

export const fr: SharedWords = {
  skip: 'Aller au contenu',
  language: 'Langue',
  theme: {
    auto: 'Thème\u00a0: celui du système',
    light: 'Thème\u00a0: clair',
    dark: 'Thème\u00a0: sombre',
  },
  states: {
    operational: 'Tous les systèmes fonctionnent',
    degraded_performance: 'Performances dégradées',
    partial_outage: 'Panne partielle',
    major_outage: 'Panne majeure',
  },
  severities: {
    1: 'Gravité 1, critique',
    2: 'Gravité 2, majeure',
    3: 'Gravité 3, mineure',
    4: 'Gravité 4, faible',
  },
  phases: {
    investigating: 'Analyse en cours',
    identified: 'Cause identifiée',
    monitoring: 'Sous surveillance',
    resolved: 'Résolu',
  },
  severity: 'Gravité',
  affected: 'Services touchés\u00a0:',
  started: 'Début',
  resolvedAt: 'Résolu le',
  lasted: (duration) => `après ${duration}`,
  retry: 'Réessayer',
};
