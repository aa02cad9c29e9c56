//! The words by which one tells what a sentence says of the provider it mentions. English: status pages speak it.

/// Some words, with a space between.
pub(super) struct Words(&'static str);

impl Words {
    /// Whether `word`, in lower case, is one of them.
    pub(super) fn contains(&self, word: &str) -> bool {
        self.0.split(' ').any(|one| one == word)
    }
}

/// Some pairs of words that follow each other, with a bar between.
pub(super) struct Pairs(&'static str);

impl Pairs {
    /// Whether one of them stands among `words`.
    pub(super) fn stand_in(&self, words: &[&str]) -> bool {
        let is_one = |one: &str, other: &str| self.0.split('|').any(|pair| pair.split_once(' ') == Some((one, other)));
        words.windows(2).any(|window| is_one(window[0], window[1]))
    }
}

/// Names of providers that are common words too: they count only as they are written, and never in a title.
pub(super) const COMMON: Words = Words(
    "ably apple apply asana bamboo basecamp bitwarden box brave buffer canvas chime circle clerk close \
     cohere cursor deel discord dock drift duo elastic fastly figma flow fly front gem ghost gusto harness \
     help hive honeycomb hover hub indeed intercom iterable key lever linear loom make meta miro modal mode \
     monday mural neon notion one oracle outlook outreach pantheon patch pinecone pipe plaid postmark pulse \
     push railway ramp redis remote render replicate replit resend rippling runway scout segment sentry \
     shift signal slack snowflake spark splunk square stack statuspage stripe swift teams together toggle \
     travis twitch unity wave wise wiz word zoom",
);

/// What happens when something breaks.
pub(super) const TROUBLE: Words = Words(
    "outage outages incident incidents issue issues problem problems disruption disruptions degradation \
     failure failures downtime error errors interruption interruptions unavailability instability latency \
     event blip breakage slowdown trouble",
);

/// That something is wrong or being mended, anywhere in a sentence.
pub(super) const IN_TROUBLE: Words = Words(
    "impacted affected experiencing due resolve resolved mitigate mitigating mitigation recovery recovering \
     recovered restore restored restoring fix degraded unavailable down investigating eta",
);

/// What leads from an effect to its cause, two words at a time.
pub(super) const CAUSAL: Pairs = Pairs(
    "due to|caused by|because of|result of|resulting from|resulted from|stemming from|stems from|\
     stemmed from|attributed to|attributable to|traced to|traced back|linked to|related to|owing to|\
     triggered by|affected by|impacted by|hit by|originating from|originating in|originating with|\
     originating at|originates from|originated from|lies with|root cause|cause is|source of|blocked by|\
     tied to|thanks to|consequence of|symptom of|correlated with|coincides with|pinpointed to",
);

/// Whom providers call what they lean on.
pub(super) const UPSTREAM: Words =
    Words("upstream provider providers vendor supplier dependency subprocessor carrier host");

/// Providers that are no ground to stand on: people sign in by them.
pub(super) const SIGN_IN: Words = Words("identity sso saml login auth authentication oauth sign");

/// What stands between a word and the name it belongs to.
pub(super) const FILLER: Words = Words(
    "the our a an their one of upstream cloud hosting infrastructure provider vendor partner partners third \
     party public network cdn dns email sms payment model underlying major global ongoing current widespread \
     services service side team teams engineers within at compute storage s this larger broader wider \
     reported",
);

/// What leads from trouble to where it is.
pub(super) const WHERE: Words = Words("at with in on from of within by inside across involving");

/// What a provider that is the subject of a sentence does when it is in trouble, after an auxiliary.
pub(super) const SUFFERS: Words = Words(
    "experiencing experienced investigating reported reporting confirmed acknowledged identified recovering \
     recovered restored restoring resolved resolving mitigated mitigating working seeing down degraded \
     unavailable deployed implemented applied rolling fixed fixing suffering facing aware declared advised \
     informed notified struggling offline unreachable provided posted begun started having impaired shared \
     told",
);

/// The auxiliaries before those.
pub(super) const AUXILIARY: Words =
    Words("is are has have was were had continues remains still currently also now to be been");

/// What it does without an auxiliary.
pub(super) const SAYS: Words = Words(
    "reports reported confirmed confirms says said acknowledged acknowledges identified recovers recovered \
     continues restored resolved posted advised advises informed states stated declared mitigated status \
     health support recovery",
);

/// What one does with those who are to mend it.
pub(super) const MENDING: Words = Words(
    "working contact touch waiting awaiting wait engaged engaging escalated escalating coordinating liaising \
     reached case ticket monitoring collaborating pending reliant recovery health updates confirmation \
     following",
);

/// Words after a name that make it a product, a customer or a part of our own.
pub(super) const BEARS_AFTER: Words = Words(
    "integration integrations connector connectors app apps plugin plugins plug extension extensions sso \
     login logins signin sign oauth saml account accounts user users customer customers subscriber \
     subscribers channel channels workspace workspaces notification notifications message messages alert \
     alerts webhook webhooks bot bots marketplace sdk sdks cli runner runners import imports importer export \
     exports sync syncing mirroring mirrors compatible button widget addon add repository repositories repos \
     credentials settings configuration config token tokens key keys certificate template templates action \
     tenant tenants provider adapter driver client clients library destination destinations source sources \
     migration backups billing meetings calls pages page community discussions reports pay mode style ticket \
     tickets costs invoice invoices metrics embed embeds links files",
);

/// Words right before a name that make it a way or a destination, alone.
pub(super) const WAYS: Words = Words("via using through like than versus vs");

/// Words that do so with the preposition after them.
pub(super) const TRANSFERS: Words = Words(
    "sign signing log logging login logins integrate integrates integrating integrated integration \
     integrations sync syncs syncing synced synchronise synchronize connect connecting connected connection \
     connections compatible authenticate authenticating authenticated authentication deploy deploys \
     deploying deployed deployments push pushing migrate migrates migrating migrated migration move moving \
     moved switch switching switched export exports exporting upload uploads uploading deliver delivering \
     delivered delivery send sending sent post posting posted posts forward forwarding replicate replicating \
     backup import imports importing ingest ingesting ingestion pull pulling fetch fetching receive \
     receiving follow join us shared share available listed publish publishing published subscribe \
     notifications messages alerts webhooks payouts transfers calls linking link",
);

/// What belongs to the name's own product rather than to its trouble.
pub(super) const TRACKERS: Words = Words("github gitlab atlassian jira linear bitbucket pagerduty sentry opsgenie");

/// What denies outright.
pub(super) const APART: Words =
    Words("unrelated independent independently unaffected unimpacted unconnected separate non");

/// What denies with what comes after it.
pub(super) const NOT: Words = Words("not no never nor neither isn wasn aren weren don doesn didn hasn haven without");

/// What is denied.
pub(super) const RELATION: Words = Words(
    "caused cause causing related due because result resulting affected affecting impacted impacting \
     connected linked attributable attributed stem stemming tied fault originating triggered involved \
     responsible blame relation connection link correlated degraded part isolated",
);

/// What may stand between the denial and what is denied.
pub(super) const BETWEEN: Words = Words(
    "currently directly believed believe thought think to be been being appear appears seem seems this that \
     it is was are were in any way the a an itself suspected suspect considered known evidence of have has \
     found expected indication sign issue incident outage t today s these our problem services errors at \
     fault",
);

/// What takes a denial back: `not only`, `not yet`.
pub(super) const NOT_ONLY: Words = Words("only just yet fully entirely solely completely all every limited");

/// That all is well with the one who is mentioned.
pub(super) const WELL: Words = Words("operational healthy normal normally fine stable unaffected unrelated unimpacted");

/// That a sentence speaks of another time, or of what might be; two words at a time.
pub(super) const ELSEWHEN: Pairs = Pairs(
    "last week|last month|last year|last weeks|last months|last quarter|similar to|case of|event of|\
     against an|against a|lessons from|lessons learned|unlike the|reminiscent of|failover test|next week",
);

/// The same, by one word.
pub(super) const SUPPOSED: Words =
    Words("simulate simulated simulating simulation drill exercise hypothetical unlike webinar");

/// That a provider broke it by a change of its own.
pub(super) const OWN_FAULT: Pairs = Pairs(
    "rolled back|roll back|rolling back|reverted the|configuration change|config change|code change|\
     bad deploy|recent deployment|recent deploy|recent release|a bug|our own|misconfiguration in|\
     certificate expired|expired certificate|a regression|database migration|recent change",
);

/// Upstream providers that are blamed without being named, two words at a time.
pub(super) const SOMEBODY: Pairs = Pairs(
    "cloud provider|hosting provider|infrastructure provider|upstream provider|party provider|party vendor|\
     service provider|upstream vendor|upstream dependency|network provider|cloud vendor|hosting partner|\
     underlying provider",
);

/// That it was found not to be theirs.
pub(super) const RULED_OUT: Pairs =
    Pairs("ruled out|rule out|rather than|other than|instead of|no indication|no evidence|no sign|no signs|no reason");
