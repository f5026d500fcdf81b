//! Sweeps: every point is the scenario with one value changed, in the same figures as that scenario's own report.

use shardlab::report::{Figure, Report, SweepReport};
use shardlab::scenario::Scenario;
use shardlab::{experiment, scenario};

fn read(text: &str) -> Scenario {
    let reading = scenario::read(text);
    reading.scenario.unwrap_or_else(|| panic!("{text}\n{:?}", reading.diagnostics))
}

fn swept(text: &str) -> SweepReport {
    experiment::sweep(&read(text)).expect("the text asks for a sweep")
}

fn run(text: &str) -> Report {
    experiment::run(read(text))
}

/// The means of a strategy.
fn means(report: &SweepReport, strategy: usize) -> Vec<f64> {
    report.lines[strategy].points.iter().map(|point| point.figure.unwrap().mean).collect()
}

/// The workshop's scenario with a sweep.
fn workshop(sweep: &str) -> String {
    format!("{}\n[sweep]\n{sweep}\n", include_str!("../presets/add-a-node.toml"))
}

#[test]
fn at_the_scenarios_own_value_a_sweep_has_its_figures() {
    for parameter in
        ["nodes\"\nvalues = [2, 3]", "keys\"\nvalues = [999, 1000]", "vnodes\"\nvalues = [99, 100]", "replicas\"\nvalues = [1, 2]"]
    {
        let report = swept(&workshop(&format!("measure = \"moved\"\nseeds = 1\nparameter = \"{parameter}")));
        let own = usize::from(!parameter.starts_with("replicas"));
        let at: Vec<f64> = (0..3).map(|strategy| means(&report, strategy)[own]).collect();
        assert_eq!(at, [0.746, 0.246, 0.241], "{parameter}");
    }
}

#[test]
fn a_point_over_nodes_has_the_scenarios_first_nodes_and_then_the_next_names() {
    let report = swept(&workshop("parameter = \"nodes\"\nvalues = [1, 2, 5]\nseeds = 1"));
    for (i, nodes) in
        [r#"["Node A"]"#, r#"["Node A", "Node B"]"#, r#"["Node A", "Node B", "Node C", "Node E", "Node F"]"#].iter().enumerate()
    {
        let same = run(&format!(
            "nodes = {nodes}\n[[strategy]]\nkind = \"modulo\"\n[[strategy]]\nkind = \"ring\"\n[[strategy]]\nkind = \"rendezvous\""
        ));
        for (strategy, found) in same.strategies.iter().enumerate() {
            assert_eq!(means(&report, strategy)[i], found.phases[0].peak_to_average, "{nodes}");
        }
    }
}

#[test]
fn another_seed_has_other_names_and_the_next_keys() {
    let text = "nodes = [\"a\", \"b\"]\n[[strategy]]\nkind = \"ring\"\nvnodes = 3\n[[strategy]]\nkind = \"modulo\"\n[sweep]\nparameter = \"keys\"\nvalues = [10, 50]\nseeds = 2\n";
    let report = swept(text);
    for (i, count) in [10, 50].into_iter().enumerate() {
        let keys = |from: usize| (from..from + count).map(|k| format!("\"key_{k}\"")).collect::<Vec<_>>().join(", ");
        let seed = |nodes: &str, from: usize| {
            run(&format!(
                "nodes = {nodes}\n[keys]\nlist = [{}]\n[[strategy]]\nkind = \"ring\"\nvnodes = 3\n[[strategy]]\nkind = \"modulo\"",
                keys(from)
            ))
        };
        let (first, second) = (seed(r#"["a", "b"]"#, 0), seed(r#"["a.1", "b.1"]"#, count));
        for strategy in 0..2 {
            let figures = [&first, &second].map(|report| report.strategies[strategy].phases[0].peak_to_average);
            assert_eq!(report.lines[strategy].points[i].figure, Figure::of(&figures, 1.0));
        }
    }
}

#[test]
fn weights_and_parameters_are_changed_where_they_stand() {
    let text = |weight: &str, vnodes: u32| {
        format!(
            "nodes = [\"a\", {{ name = \"b\", weight = {weight} }}]\n[[strategy]]\nkind = \"ring\"\nvnodes = {vnodes}\n[[strategy]]\nkind = \"rendezvous\"\n[[step]]\nswitch = {{ vnodes = 7 }}\n"
        )
    };
    let weights = swept(&format!("{}[sweep]\nparameter = \"weight\"\nnode = \"b\"\nvalues = [0.5, 3]\nseeds = 1\n", text("2", 100)));
    for (i, weight) in ["0.5", "3"].into_iter().enumerate() {
        let same = run(&text(weight, 100));
        assert_eq!([0, 1].map(|s| means(&weights, s)[i]), [0, 1].map(|s| same.strategies[s].phases[0].peak_to_average));
    }
    // A switch keeps what it sets: in step 1 there are 7 points whatever is swept.
    let points =
        |step: u32| swept(&format!("{}[sweep]\nparameter = \"vnodes\"\nvalues = [5, 50]\nseeds = 1\nstep = {step}\n", text("2", 100)));
    let (start, switched) = (run(&text("2", 50)), run(&text("2", 5)));
    assert_eq!(means(&points(0), 0)[1], start.strategies[0].phases[0].peak_to_average);
    assert_eq!(means(&points(1), 0), [switched.strategies[0].phases[1].peak_to_average; 2]);
}

#[test]
fn popularity_is_swept_and_requests_are_measured() {
    let text = |popularity: &str| {
        format!("nodes = [\"a\", \"b\", \"c\"]\n[keys]\ncount = 500\npopularity = {popularity}\n[[strategy]]\nkind = \"ring\"\n")
    };
    let sweep = "[sweep]\nparameter = \"zipf\"\nvalues = [0, 0.8, 1.5]\nmeasure = \"peak_requests\"\nseeds = 1\n";
    let report = swept(&format!("{}{sweep}", text("\"uniform\"")));
    for (i, exponent) in ["0", "0.8", "1.5"].into_iter().enumerate() {
        let same = run(&text(&format!("{{ zipf = {exponent} }}")));
        assert_eq!(means(&report, 0)[i], same.strategies[0].phases[0].peak_requests, "{exponent}");
    }
    // More keys cannot be hot than there are.
    let hot = text("{ hot = 100, share = 0.9 }")
        + "[sweep]\nparameter = \"keys\"\nvalues = [10, 100, 1000]\nmeasure = \"peak_requests\"\nseeds = 2\n";
    let report = swept(&hot);
    assert!(means(&report, 0).iter().all(|mean| (1.0..3.0).contains(mean)), "{report:?}");
}

#[test]
fn a_scenario_without_steps_gets_one_node_more() {
    let text = "nodes = [\"Node A\", \"Node B\", \"Node C\"]\n[[strategy]]\nkind = \"rendezvous\"\n[sweep]\nparameter = \"nodes\"\nvalues = [3, 4]\nmeasure = \"moved\"\nseeds = 1";
    let report = swept(text);
    assert_eq!(means(&report, 0)[0], 0.241);
    let theory: Vec<f64> = report.lines[0].points.iter().map(|point| point.theory.unwrap()).collect();
    assert!((theory[0] - 0.25).abs() < 1e-12 && (theory[1] - 0.2).abs() < 1e-12, "{theory:?}");
}

#[test]
fn a_refused_step_is_a_gap_that_says_why() {
    let text = "nodes = [\"a\", \"b\", \"c\"]\n[[strategy]]\nkind = \"jump\"\n[[strategy]]\nkind = \"ring\"\n[[step]]\nremove = \"a\"\n[sweep]\nparameter = \"nodes\"\nvalues = [2, 4]\nmeasure = \"spread\"";
    let report = swept(text);
    assert!(
        report.lines[0].points.iter().all(|point| point.figure.is_none() && point.refused.starts_with("b would become number 0")),
        "{report:?}"
    );
    assert!(report.lines[1].points.iter().all(|point| point.figure.is_some() && point.refused.is_empty()));
    assert_eq!(means(&report, 1)[0], 1.0);
}

#[test]
fn a_strategy_without_the_parameter_has_one_figure_throughout() {
    let report = swept(&workshop("parameter = \"vnodes\"\nvalues = [1, 10, 100]\nseeds = 3"));
    let rendezvous = &report.lines[2].points;
    assert!(rendezvous.iter().all(|point| point.figure == rendezvous[0].figure && point.figure.unwrap().seeds == 3));
    assert!(means(&report, 1).is_sorted_by(|a, b| a > b));
}

#[test]
fn a_sweep_in_slices_gives_the_report_of_one_in_one_go() {
    for sweep in ["parameter = \"nodes\"\nto = 20\nseeds = 2", "parameter = \"vnodes\"\nmeasure = \"moved\"\npoints = 4\nseeds = 2"] {
        let text = workshop(sweep);
        let mut run = experiment::SweepRun::new(read(&text)).unwrap();
        let (mut before, mut ends) = (0, false);
        while !ends {
            let progress = run.advance(137);
            assert!(progress.done >= before && (progress.done < progress.total || progress.finished()));
            (before, ends) = (progress.done, progress.finished());
        }
        assert_eq!(run.report(), &swept(&text));
        assert!(run.report().lines.iter().all(|line| line.points.len() >= 4));
    }
}

#[test]
fn every_kind_can_be_swept_over_seeds() {
    for kind in shardlab::strategy::KINDS {
        for keys in ["ids = 300", "count = 300", "list = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]"] {
            let text = format!(
                "nodes = [\"a\"]\n[keys]\n{keys}\n[[strategy]]\nkind = \"{}\"\n[sweep]\nparameter = \"nodes\"\nvalues = [2, 3]\nseeds = 3\n",
                kind.id
            );
            for measure in ["peak_to_average", "moved"] {
                let report = swept(&format!("{text}measure = \"{measure}\"\n"));
                assert!(report.lines[0].points.iter().all(|point| point.figure.is_some_and(|figure| figure.seeds == 3)), "{report:?}");
            }
            // Tables are cut and dealt for the keys of their own seed.
            if ["directory", "range"].contains(&kind.id) {
                assert_eq!(means(&swept(&text), 0), [1.0; 2], "{}, {keys}", kind.id);
            }
        }
    }
}

#[test]
fn balance_follows_theory() {
    // 20 nodes, 20,000 keys: the chance of the keys alone, and with it that of 16 points a node.
    let text = "nodes = [\"a\"]\nhash = \"xxh64\"\n[keys]\ncount = 20000\n[[strategy]]\nkind = \"rendezvous\"\n[[strategy]]\nkind = \"ring\"\nvnodes = 16\n[sweep]\nparameter = \"nodes\"\nvalues = [2, 20]\nmeasure = \"deviation\"\nseeds = 20";
    let report = swept(text);
    let chance = (19.0_f64 / 20_000.0).sqrt();
    for (strategy, expected) in [(0, chance), (1, (chance * chance + 1.0 / 16.0).sqrt())] {
        let found = report.lines[strategy].points[1].figure.unwrap().mean;
        assert!((found / expected - 1.0).abs() < 0.1, "{found} of {expected}");
    }
}

#[test]
fn the_json_has_the_sweep_only_where_the_text_has_one() {
    let with = experiment::json(&read(&workshop("parameter = \"nodes\"\nvalues = [2, 3]\nseeds = 1\nmeasure = \"moved\"")), false);
    let json: serde_json::Value = serde_json::from_str(&with).unwrap();
    assert_eq!(json["sweep"]["strategies"][1]["points"][1]["mean"], 0.246);
    assert_eq!(json["sweep"]["parameter"], "nodes");
    assert_eq!(json["strategies"][1]["phases"][1]["moved"], 246);
    let without = experiment::json(&read(include_str!("../presets/add-a-node.toml")), false);
    assert!(!without.contains("sweep"));
}

#[test]
fn default_ranges_are_those_of_the_reference() {
    let values = |sweep: &str| read(&workshop(sweep)).sweep.unwrap();
    let nodes = values("parameter = \"nodes\"");
    assert_eq!((nodes.values[0], nodes.values[11], nodes.log, nodes.seeds), (2.0, 100.0, true, 5));
    let weight = values("parameter = \"weight\"");
    assert_eq!((weight.values[0], weight.values[11], weight.log), (0.25, 4.0, false));
    let vnodes = values("parameter = \"vnodes\"\nto = 1000");
    assert_eq!((vnodes.values[0], vnodes.values[vnodes.values.len() - 1], vnodes.log), (1.0, 1000.0, true));
    assert!(vnodes.values.iter().all(|value| value.fract() == 0.0) && vnodes.values.is_sorted_by(|a, b| a < b));
    assert_eq!(values("parameter = \"replicas\"").values, [1.0, 2.0, 3.0, 4.0, 5.0]);
}
