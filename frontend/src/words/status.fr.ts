import type { StatusWords } from './status.en';

export const fr: StatusWords = {
  title: (verdict) => `${verdict} · PolyStatus`,
  inProgress: (count) => {
    if (count === 0) return 'Aucun incident en cours';
    return count === 1 ? '1 incident en cours' : `${count} incidents en cours`;
  },
  active: 'Incidents en cours',
  past: 'Incidents passés',
  quiet: 'Aucun incident signalé',
  loading: 'Lecture de l’état des services…',
  failed: 'L’état des services n’a pas pu être lu. Nouvel essai sous peu.',
  stale: (time) => `Cette page a été faite le ${time}\u00a0; le service qui la tient à jour ne répond pas.`,
  staleHint: 'Nouvel essai sous peu.',
  live: {
    connecting: 'Connexion',
    live: 'En direct',
    reconnecting: 'Reconnexion',
    polling: 'Pas en direct\u00a0: mise à jour toutes les 30 secondes',
  },
  updated: (time) => `Mis à jour à ${time}`,
  earlier: (count) => (count === 1 ? '1 message plus ancien' : `${count} messages plus anciens`),
  translationPending: 'Pas encore traduit.',
  back: 'État de tous les services',
  lost: 'Aucun incident public à cette adresse',
  lostHint: 'L’adresse est peut-être incomplète, ou rien n’a encore été dit en public.',
  unreachable: 'Cet incident n’a pas pu être lu. Nouvel essai sous peu.',
  off: {
    title: 'Cette page de statut est désactivée',
    note: 'Elle ne dit pour l’instant rien de l’état des services, ni en bien ni en mal.',
    again: 'Elle reviendra ici d’elle-même\u00a0: vérification toutes les 30 secondes.',
  },
  footer: 'À propos de cette page',
  api: 'API de cette page',
  console: 'Console',
};
