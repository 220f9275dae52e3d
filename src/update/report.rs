//! What failed in a job, for another program or another person.

use csv::{QuoteStyle, WriterBuilder};

use super::jobs;
use crate::domain::{Class, Failure};
use crate::model::{Job, Model, Notice};
use crate::msg::Effect;
use crate::msg::job::State;
use crate::text::Text;
use crate::text::exported::cell;

const NAMES: [&str; 6] = ["id", "verb", "outcome", "status", "error", "description"];

/// Writes what failed in the job on screen into a new file.
pub fn save(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(job) = jobs::shown(model) else {
        return;
    };
    let name = match job.number {
        Some(number) => format!("rosterm-job-{number}-failed.csv"),
        None => "rosterm-job-failed.csv".to_owned(),
    };
    match csv(job) {
        Some(text) => out.push(Effect::Save { name, text }),
        None => model.say(Notice::NoIds),
    }
}

/// The changes that failed, or of which nobody knows, a line each; `None` where there are none.
fn csv(job: &Job) -> Option<String> {
    // All cells in quotes: a spreadsheet that splits at semicolons then finds no formula behind one.
    let mut out = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .from_writer(Vec::new());
    out.write_record(NAMES).ok()?;
    let mut any = false;
    for (step, state) in job.plan.steps.iter().zip(&job.states) {
        let (outcome, why) = match state {
            State::Failed(why) => (word(why.class), Some(why)),
            State::Unknown => (word(Class::Unknown), None),
            State::Waiting | State::Sent | State::Done | State::Nothing => continue,
        };
        let status = why.and_then(|why| why.status);
        let told = |what: fn(&Failure) -> Option<&Text>| {
            let text = why.and_then(what);
            text.map_or_else(String::new, |text| cell(text.raw()))
        };
        let record = [
            cell(step.change.target().raw()),
            step.change.verb().to_owned(),
            outcome.to_owned(),
            status.map_or_else(String::new, |status| status.to_string()),
            told(|why| why.error.as_ref()),
            told(|why| why.description.as_ref()),
        ];
        out.write_record(record).ok()?;
        any = true;
    }
    let text = String::from_utf8(out.into_inner().ok()?).ok()?;
    any.then_some(text)
}

fn word(class: Class) -> &'static str {
    match class {
        Class::NotSent => "not-sent",
        Class::Later => "refused-for-now",
        Class::Refused => "refused",
        Class::Unknown => "unknown",
    }
}
