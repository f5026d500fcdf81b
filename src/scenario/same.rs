//! Whether two scenarios ask the same of a strategy: then what a run found in the one holds in the other.

use super::model::{Scenario, Step, StrategySpec};

impl Scenario {
    /// The strategy of another scenario that has the same to do as number `index` of this one, in every step. None for one
    /// with its own list of nodes: it is compared with another strategy, which may have changed.
    #[must_use]
    pub fn same_in(&self, index: usize, other: &Self) -> Option<usize> {
        let spec = self.strategies.get(index).filter(|spec| spec.nodes.is_none())?;
        let found = other.strategies.iter().position(|that| that.same(spec))?;
        (self.same_ground(other) && self.steps.iter().zip(&other.steps).all(|(a, b)| a.same(index, b, found))).then_some(found)
    }

    /// Whether everything agrees beside the strategies. All fields are named, so that a new one has to be thought of; the
    /// title, the default hash, the name of a file, the sweep and the simulations are no work of a run, and of the expectations only the keys are.
    fn same_ground(&self, other: &Self) -> bool {
        let Self {
            title: _,
            roster,
            cluster,
            replicas,
            over_zones,
            hash: _,
            seed,
            keys,
            file: _,
            popularity,
            any_reads,
            strategies: _,
            steps,
            sweep: _,
            migration: _,
            incident: _,
            expect: _,
        } = self;
        *roster == other.roster
            && *cluster == other.cluster
            && *replicas == other.replicas
            && *over_zones == other.over_zones
            && *seed == other.seed
            && *keys == other.keys
            && *popularity == other.popularity
            && *any_reads == other.any_reads
            && steps.len() == other.steps.len()
            && self.named_keys() == other.named_keys()
    }
}

impl Step {
    /// Whether a step does the same to strategy number `index` as another does to its number `found`.
    fn same(&self, index: usize, other: &Self, found: usize) -> bool {
        let Self { label, changes, switch } = self;
        let switched = |switch: &Option<Vec<StrategySpec>>, index: usize| switch.as_ref().and_then(|specs| specs.get(index)).cloned();
        let same_switch = match (switched(switch, index), switched(&other.switch, found)) {
            (None, None) => true,
            (Some(a), Some(b)) => a.same(&b),
            _ => false,
        };
        *label == other.label && *changes == other.changes && same_switch && switch.is_some() == other.switch.is_some()
    }
}

impl StrategySpec {
    fn same(&self, other: &Self) -> bool {
        let Self { name, kind, hash, dialect, label, params, nodes } = self;
        *name == other.name
            && kind.id == other.kind.id
            && *hash == other.hash
            && dialect.id == other.dialect.id
            && *label == other.label
            && *params == other.params
            && *nodes == other.nodes
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario;

    const TEXT: &str = "title = \"one\"\nnodes = [\"a\", \"b\", \"c\"]\nseed = 1\nreplicas = 2\n[keys]\ncount = 100\n[[strategy]]\nkind = \"ring\"\n\
                        vnodes = 10\n[[strategy]]\nkind = \"maglev\"\n[[step]]\nadd = \"d\"\n[[step]]\nswitch = { strategy = \"jump\" }\n";

    /// The strategies of the changed text that have the same to do as one of the text.
    fn same(text: &str, changed: &str) -> Vec<Option<usize>> {
        let [old, new] = [text, changed].map(|text| {
            let reading = scenario::read(text);
            reading.scenario.unwrap_or_else(|| panic!("{text}\n{:?}", reading.diagnostics))
        });
        (0..new.strategies.len()).map(|index| new.same_in(index, &old)).collect()
    }

    #[test]
    fn what_is_only_said_otherwise_stays_the_same() {
        let both = [Some(0), Some(1)];
        assert_eq!(same(TEXT, TEXT), both);
        assert_eq!(same(TEXT, &TEXT.replace("title = \"one\"", "title = \"two\" # and a comment")), both);
        // Without the first strategy the other keeps its place in what was found.
        assert_eq!(same(TEXT, &TEXT.replace("[[strategy]]\nkind = \"ring\"\nvnodes = 10\n", "")), [Some(1)]);
    }

    #[test]
    fn a_parameter_concerns_its_strategy_alone() {
        assert_eq!(same(TEXT, &TEXT.replace("vnodes = 10", "vnodes = 11")), [None, Some(1)]);
        assert_eq!(same(TEXT, &TEXT.replace("\"maglev\"", "\"maglev\"\ntable_size = 257")), [Some(0), None]);
        assert_eq!(same(TEXT, &TEXT.replace("\"maglev\"", "\"maglev\"\nhash = \"xxh64\"")), [Some(0), None]);
        assert_eq!(same(TEXT, &TEXT.replace("\"maglev\"", "\"maglev\"\nname = \"other\"")), [Some(0), None]);
    }

    #[test]
    fn a_strategy_with_its_own_nodes_is_never_the_same() {
        let own = TEXT.replace("kind = \"maglev\"", "kind = \"maglev\"\nnodes = [\"a\", \"b\"]");
        assert_eq!(same(&own, &own), [Some(0), None]);
    }

    #[test]
    fn everything_else_concerns_all_of_them() {
        let changes = [
            ("\"c\"]", "\"x\"]"),
            ("\"c\"]", "{ name = \"c\", weight = 2 }]"),
            ("\"c\"]", "{ name = \"c\", zone = \"z\" }]"),
            ("seed = 1", "seed = 2"),
            ("replicas = 2", "replicas = 1"),
            ("replicas = 2", "replicas = 2\nspread = \"zones\""),
            ("replicas = 2", "replicas = 2\nreads = \"any\""),
            ("count = 100", "count = 101"),
            ("count = 100", "count = 100\npopularity = { zipf = 1.2 }"),
            ("count = 100", "count = 100\npattern = \"k{i}\""),
            ("add = \"d\"", "add = \"e\""),
            ("strategy = \"jump\"", "strategy = \"rendezvous\""),
            ("[[step]]\nswitch = { strategy = \"jump\" }\n", ""),
        ];
        for (what, instead) in changes {
            assert!(TEXT.contains(what), "{what}");
            assert_eq!(same(TEXT, &TEXT.replace(what, instead)), [None, None], "{instead}");
        }
    }
}
